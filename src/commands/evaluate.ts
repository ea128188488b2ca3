import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { UserError } from '../errors.ts'
import type { Evaluation } from '../learning/evaluate/tables.ts'
import { WearaboutsCommand } from '../terminal/command.ts'
import { watchInterrupts } from '../terminal/interrupt.ts'
import { openProgress } from '../terminal/progress.ts'

export default class Evaluate extends WearaboutsCommand {
  static override summary = 'Compare a dataset or a model pack with labels: accuracy, intervals, calibration, regions.'

  static override description = `Labels are JSON lines keyed by photo (docs/labels.md). A dataset is compared as it is;
a pack reads the labelled photos first, which needs --photos.`

  static override examples = [
    '<%= config.bin %> evaluate looks --labels labels.jsonl',
    '<%= config.bin %> evaluate models/street --labels labels.jsonl --photos ~/photos --json',
  ]

  static override args = {
    subject: Args.string({ description: 'folder of a dataset or of a model pack', required: true }),
  }

  static override flags = {
    labels: Flags.string({ description: 'label file', required: true, helpValue: 'FILE' }),
    photos: Flags.string({ description: "folder that the label file's paths are in; needed for a pack" }),
    device: Flags.string({ description: 'device for a pack', default: 'auto' }),
    progress: Flags.string({ description: 'bar, lines, json or none; bar on a terminal, lines elsewhere' }),
    quiet: Flags.boolean({ char: 'q', description: 'only errors', default: false }),
  }

  async run(): Promise<Evaluation> {
    const { args, flags } = await this.parse(Evaluate)
    const { evaluateTables } = await import('../learning/evaluate/tables.ts')
    const isPack = await stat(join(args.subject, 'pack.json')).then(
      () => true,
      () => false,
    )
    const evaluation = isPack
      ? await this.#readFirst(args.subject, flags, (dataset) => evaluateTables(dataset, flags.labels))
      : await evaluateTables(args.subject, flags.labels)
    const { EVALUATION_HEADINGS, evaluationRows, evaluationText } = await import('../learning/evaluate/words.ts')
    const { textTable } = await import('../terminal/table.ts')
    this.log(textTable(EVALUATION_HEADINGS, evaluationRows(evaluation), { right: EVALUATION_HEADINGS.slice(1) }))
    this.log(evaluationText(evaluation))
    return evaluation
  }

  /** Lets a pack read the labelled photos into a dataset that is thrown away afterwards. */
  async #readFirst<T>(
    pack: string,
    flags: { labels: string; photos: string | undefined; device: string; progress: string | undefined; quiet: boolean },
    use: (dataset: string) => Promise<T>,
  ): Promise<T> {
    if (flags.photos === undefined) {
      throw new UserError('photos_absent', 'A pack needs photos to read.', {
        exit: 2,
        hint: "Give --photos FOLDER, the folder that the label file's paths are in.",
      })
    }
    const { readLabels } = await import('../learning/evaluate/labels.ts')
    const { writeManifest } = await import('../learning/evaluate/manifest.ts')
    const { extract } = await import('../extract/extract.ts')
    const { parseDevice } = await import('../inference/session/device.ts')
    const { PART_POSTS } = await import('../extract/options.ts')
    const folder = await mkdtemp(join(tmpdir(), 'wearabouts-evaluate-'))
    const progress = openProgress({ ...flags, verbose: false })
    const interruption = watchInterrupts(() => {})
    try {
      const manifest = join(folder, 'labelled.jsonl')
      await writeManifest(manifest, await readLabels(flags.labels), flags.photos)
      await extract({
        inputs: [manifest],
        output: join(folder, 'looks'),
        table: 'photos',
        stdout: process.stdout,
        feed: { layout: 'manifest', imageRoot: flags.photos },
        season: { season: 'meteorological', tropics: null },
        engine: { pack, device: parseDevice(flags.device), people: true },
        captions: false,
        duplicates: 'keep',
        exactCoordinates: false,
        accountKey: null,
        partPosts: PART_POSTS,
        retryFailed: false,
        force: false,
        version: this.config.version,
        signal: interruption.signal,
        report: progress,
      })
      return await use(join(folder, 'looks'))
    } finally {
      progress.end()
      interruption.dispose()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
