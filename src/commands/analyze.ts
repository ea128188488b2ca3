import { Args, Flags } from '@oclif/core'
import { WearaboutsCommand } from '../terminal/command.ts'

export default class Analyze extends WearaboutsCommand {
  static override summary = 'Turn tables into a report: popularity, correlations, trends, with intervals.'
  static override description = `Reads any number of datasets, shards or garments tables, adds their counts, and writes
one HTML page, one JSON object (docs/schema/analysis.schema.json) or a folder of CSV tables.
Counts of fewer accounts than --min-count are not shown, nor what would reveal them.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> looks -o report.html',
    '<%= config.bin %> <%= command.id %> shards/* --format json -o analysis.json',
    '<%= config.bin %> <%= command.id %> looks --where "country=SG" --versus looks --versus-where "country=DE" -o sg.html',
  ]
  static override args = {
    dataset: Args.string({
      description: 'dataset folder, .arrow file or .arrows stream; several add up',
      required: true,
      multiple: true,
    }),
  }
  static override flags = {
    output: Flags.string({ char: 'o', description: 'file to write (CSV: folder); `-` is stdout', helpValue: 'PATH' }),
    format: Flags.string({ options: ['html', 'json', 'csv'], description: 'default: by the ending of -o, else html' }),
    'min-count': Flags.integer({ default: 10, min: 1, description: 'fewest accounts behind a shown count' }),
    where: Flags.string({ helpValue: 'KEY=VALUE,…', description: 'only these rows; `|` lists alternatives' }),
    versus: Flags.string({ helpValue: 'DATASET', description: 'compare with this dataset' }),
    'versus-where': Flags.string({ helpValue: 'KEY=VALUE,…', description: 'filter for --versus; default: --where' }),
    paper: Flags.boolean({ description: "the paper's columns, chosen by its rule" }),
    pack: Flags.string({ helpValue: 'FOLDER', description: 'pack with the confusion matrices; default: as recorded' }),
    title: Flags.string({ description: 'title of the report' }),
    theme: Flags.option({ options: ['light', 'dark', 'auto'] as const, default: 'auto' })(),
    lang: Flags.option({ options: ['en', 'zh'] as const, default: 'en', description: 'language of the report' })(),
    static: Flags.boolean({ description: 'no script in the page' }),
    examples: Flags.integer({
      min: 1,
      description: 'thumbnails of each category, heads blurred; none unless asked',
      helpValue: 'N',
      dependsOn: ['photos'],
    }),
    photos: Flags.string({ description: 'folder the photos were read from, for --examples', helpValue: 'FOLDER' }),
    seed: Flags.integer({ default: 1, min: 0, description: 'seed of the bootstrap' }),
  }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Analyze)
    const { analyze } = await import('../analysis/analyze.ts')
    const { checkOutput, chooseOutput, summaryOf, writeOutput } = await import('../analysis/output.ts')
    const output = chooseOutput(flags.output, flags.format)
    await checkOutput(output)
    const analysis = await analyze(args.dataset, {
      minCount: flags['min-count'],
      where: flags.where,
      versus: flags.versus,
      versusWhere: flags['versus-where'],
      paper: flags.paper,
      packFolder: flags.pack,
      title: flags.title,
      seed: flags.seed,
    })
    // `--json` prints one object: without a file that is the analysis itself.
    if (this.jsonEnabled() && output.path === null && output.format === 'json') return analysis
    const files = await writeOutput(analysis, output, async () => {
      const { renderReport } = await import('../report/report.ts')
      const { theme, lang, static: still } = flags
      const examples = await examplesOf(args.dataset, flags.photos, flags.examples)
      return renderReport(analysis, { theme, lang, static: still, examples })
    })
    const summary = summaryOf(analysis, output, files)
    if (!this.jsonEnabled()) this.say(summary.message)
    return summary
  }
}

async function examplesOf(datasets: readonly string[], photos: string | undefined, each: number | undefined) {
  if (photos === undefined || each === undefined) return []
  const { prepareExamples } = await import('../report/examples/examples.ts')
  return prepareExamples(datasets, photos, each)
}
