import { Args, Flags } from '@oclif/core'
import { WearaboutsCommand } from '../terminal/command.ts'

export default class Export extends WearaboutsCommand {
  static override summary = 'Write tables as Parquet, CSV or Arrow, in folders that engines read.'

  static override description = `Files go to DIR/TABLE/, with --partition-by to DIR/TABLE/country=SG/season=summer/.
In CSV, text that a spreadsheet would run as a formula gets an apostrophe in front.`

  static override examples = [
    '<%= config.bin %> export looks --format parquet -o warehouse',
    '<%= config.bin %> export shards/* --format parquet --partition-by country,season -o warehouse',
    '<%= config.bin %> export looks --format csv --table garments -o sheets',
  ]

  static override args = {
    datasets: Args.string({ description: 'dataset folders or tables; several add up', multiple: true, required: true }),
  }

  static override flags = {
    output: Flags.string({ char: 'o', description: 'a new folder', helpValue: 'DIR', required: true }),
    format: Flags.string({ options: ['parquet', 'csv', 'arrow'], default: 'parquet' }),
    table: Flags.string({
      description: 'only this table',
      options: ['photos', 'people', 'garments'],
      multiple: true,
      multipleNonGreedy: true,
    }),
    'partition-by': Flags.string({ description: 'columns that become folders', helpValue: 'country,season' }),
  }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Export)
    const { exportDataset } = await import('../dataset/export/export.ts')
    const summary = await exportDataset({
      datasets: args.datasets,
      output: flags.output,
      format: flags.format as 'parquet',
      tables: (flags.table as 'photos'[] | undefined) ?? ['photos', 'people', 'garments'],
      partitionBy: flags['partition-by']?.split(',').map((name) => name.trim()) ?? [],
    })
    const rows = Object.entries(summary.rows).map(([table, count]) => `${table} ${count.toLocaleString('en-GB')}`)
    this.say(`${rows.join(', ')} rows in ${summary.files} files: ${summary.output}`)
    return summary
  }
}
