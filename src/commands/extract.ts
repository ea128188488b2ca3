import { Args, Flags } from '@oclif/core'
import { EXIT } from '../errors.ts'
import type { DryRun } from '../extract/dry-run.ts'
import type { ExtractSummary } from '../extract/options.ts'
import { WearaboutsCommand } from '../terminal/command.ts'
import { watchInterrupts } from '../terminal/interrupt.ts'
import { openProgress } from '../terminal/progress.ts'

const STOPPING = 'Stopping: finishing what is under way. Press Ctrl-C again to stop at once.'

export default class Extract extends WearaboutsCommand {
  static override summary = 'Read posts: photos and captions become tables of people, garments and occasions.'

  static override description =
    `Reads folders of photos with their captions and metadata, a manifest, tars or an export, and writes Arrow tables.
Nothing leaves this machine. Run the same command again to go on where it stopped.

Ends with 0 when done, 3 when more photos failed than --max-failures allows, 4 for a device or pack that does not work,
5 for input that cannot be read, 75 when the disk is full, 130 and 143 after an interruption that kept its work.`

  static override examples = [
    { description: 'A folder of posts to a dataset', command: '<%= config.bin %> extract ~/posts -o looks' },
    { description: 'What would be read', command: '<%= config.bin %> extract ~/posts --dry-run' },
    {
      description: 'Straight into a notebook',
      command: '<%= config.bin %> extract ~/posts -o - | python3 notebook.py',
    },
    {
      description: 'A CSV with columns of its own',
      command: '<%= config.bin %> extract posts.csv --map image=file,caption=text,date=created_at -o looks',
    },
    {
      description: 'One of sixteen jobs',
      command: '<%= config.bin %> extract ~/posts --shard 3/16 -o looks-03',
    },
  ]

  static override args = {
    inputs: Args.string({
      description: 'folders, manifests, tars or photos; `-` reads JSON lines from stdin',
      multiple: true,
      required: true,
    }),
  }

  static override flags = {
    output: Flags.string({
      char: 'o',
      description: 'a dataset folder, one table as x.arrow, or `-` for an Arrow stream on stdout',
    }),
    table: Flags.string({
      description: 'which table a stream or a single file gets',
      options: ['garments', 'people', 'photos'],
      default: 'garments',
    }),
    layout: Flags.string({ description: 'how posts lie in the input', default: 'auto' }),
    map: Flags.string({
      description: 'columns of a manifest, e.g. image=path,caption=text,date=created_at,lat=y,lon=x',
    }),
    'image-root': Flags.string({ description: "folder that a manifest's paths are relative to, if not its own" }),
    'date-from-mtime': Flags.boolean({
      description: "let a file's modification time stand for a missing date",
      default: false,
    }),
    'follow-symlinks': Flags.boolean({ description: 'follow links that leave the input', default: false }),
    season: Flags.string({
      description: 'seasons by hemisphere, or calendar quarters',
      options: ['meteorological', 'quarter'],
      default: 'meteorological',
    }),
    'season-tropics': Flags.string({
      description: 'seasons between the tropics; none unless given',
      options: ['wet-dry', 'calendar'],
    }),
    captions: Flags.boolean({ description: 'write captions into photos', default: true, allowNo: true }),
    people: Flags.boolean({ description: 'read gender and age', default: true, allowNo: true }),
    'exact-coordinates': Flags.boolean({
      description: 'write coordinates as they are, not rounded to 0.01 degrees',
      default: false,
    }),
    'account-key': Flags.string({ description: 'file with the secret under which account names are hashed' }),
    duplicates: Flags.string({
      description: 'photos that repeat an earlier one',
      options: ['keep', 'mark', 'drop'],
      default: 'mark',
    }),
    pack: Flags.string({ description: 'folder of a model pack, if not the embedded one' }),
    device: Flags.string({ description: 'auto, cpu, cuda, webgpu, coreml or directml', default: 'auto' }),
    workers: Flags.integer({ description: 'threads that run the model', min: 1 }),
    'batch-size': Flags.integer({ description: 'photos of one run on a GPU', min: 1 }),
    shard: Flags.string({ description: 'take one part of the posts, e.g. 3/16' }),
    'part-posts': Flags.integer({
      description: 'posts of a part: what a killed run loses at most',
      min: 1,
      default: 512,
    }),
    'retry-failed': Flags.boolean({ description: 'read photos again that failed before', default: false }),
    force: Flags.boolean({ description: 'throw away an output made with another configuration', default: false }),
    'max-failures': Flags.string({ description: 'exit with 3 beyond so many failed photos, e.g. 100 or 5%' }),
    'dry-run': Flags.boolean({
      description: 'say what would be read, with ten posts as a sample; open no photo',
      default: false,
    }),
    progress: Flags.string({ description: 'bar, lines, json or none; bar on a terminal, lines elsewhere' }),
    quiet: Flags.boolean({ char: 'q', description: 'only errors', exclusive: ['verbose'], default: false }),
    verbose: Flags.boolean({ char: 'v', description: 'say more while it runs', default: false }),
  }

  async run(): Promise<ExtractSummary | DryRun> {
    const { args, flags } = await this.parse(Extract)
    const { feedFrom, optionsFrom, seasonFrom } = await import('../extract/from-flags.ts')
    if (flags['dry-run']) {
      const { dryRun } = await import('../extract/dry-run.ts')
      const { dryRunText } = await import('../extract/words.ts')
      const result = await dryRun(args.inputs, feedFrom(args.inputs, flags), seasonFrom(flags))
      const { textTable } = await import('../terminal/table.ts')
      this.log(dryRunText(result, (headings, rows) => textTable(headings, rows, { widest: 32 })))
      return result
    }
    const { extract } = await import('../extract/extract.ts')
    const { closingText } = await import('../extract/words.ts')
    const { restrictLoaders } = await import('../photo/decode.ts')
    const progress = openProgress(flags)
    const interruption = watchInterrupts(() => progress.message(STOPPING))
    const { failureLimit, options } = optionsFrom(args.inputs, flags, {
      root: this.config.root,
      version: this.config.version,
      signal: interruption.signal,
      report: progress,
    })
    restrictLoaders()
    const result = await extract(options).finally(() => {
      progress.end()
      interruption.dispose()
    })
    progress.message(closingText(result, options.output))
    const { failed, photos } = result.summary
    if (result.interrupted) process.exitCode = interruption.exitCode()
    else if (failureLimit(failed, photos)) process.exitCode = EXIT.failures
    return result.summary
  }

  /** With `-o -` the Arrow stream alone goes to stdout, the summary to stderr. */
  override logJson(json: unknown): void {
    if (this.streams) this.say(JSON.stringify(json, null, 2))
    else super.logJson(json)
  }

  private get streams(): boolean {
    return this.argv.some(
      (word, at) =>
        ['-o-', '-o=-', '--output=-'].includes(word) ||
        (word === '-' && /^(-o|--output)$/.test(this.argv[at - 1] ?? '')),
    )
  }
}
