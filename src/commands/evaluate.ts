import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { type ExitCode, UserError } from '../errors.ts'
import type { Subject } from '../learning/evaluate/subject.ts'
import type { Evaluation } from '../learning/evaluate/tables.ts'
import { WearaboutsCommand } from '../terminal/command.ts'
import { watchInterrupts } from '../terminal/interrupt.ts'
import { openProgress } from '../terminal/progress.ts'

interface ReadFlags {
  readonly device: string
  readonly progress: string | undefined
  readonly quiet: boolean
}

export default class Evaluate extends WearaboutsCommand {
  static override summary =
    'Compare a dataset, or a pack on photos, with labels: accuracy, intervals, calibration, regions.'

  static override description =
    `Labels are JSON lines keyed by photo (docs/labels.md): --labels, or the folder's own labels.jsonl.
A dataset is compared as it is. Photos are read first, by the embedded pack unless --pack names another.`

  static override examples = [
    { description: 'Tables against labels', command: '<%= config.bin %> evaluate looks --labels labels.jsonl' },
    {
      description: 'The embedded pack on a folder of photos that holds labels.jsonl',
      command: '<%= config.bin %> evaluate ~/labelled',
    },
    {
      description: 'A pack of your own',
      command: '<%= config.bin %> evaluate ~/photos --labels labels.jsonl --pack packs/mine --json',
    },
  ]

  static override args = {
    subject: Args.string({ description: 'folder of a dataset, of photos, or of a model pack', required: true }),
  }

  static override flags = {
    labels: Flags.string({ description: "label file; the folder's labels.jsonl if not given", helpValue: 'FILE' }),
    pack: Flags.string({ description: 'folder of the pack that reads the photos, if not the embedded one' }),
    photos: Flags.string({ description: "folder that the label file's paths are in, where the subject is a pack" }),
    device: Flags.string({ description: 'device for a pack', default: 'auto' }),
    progress: Flags.string({ description: 'bar, lines, json or none; bar on a terminal, lines elsewhere' }),
    quiet: Flags.boolean({ char: 'q', description: 'only errors', default: false }),
  }

  async run(): Promise<Evaluation> {
    const { args, flags } = await this.parse(Evaluate)
    const { evaluateTables } = await import('../learning/evaluate/tables.ts')
    const { subjectOf } = await import('../learning/evaluate/subject.ts')
    const given = { labels: flags.labels, photos: flags.photos, pack: flags.pack }
    const subject = await subjectOf(args.subject, given, join(this.config.root, 'models', 'street'))
    const evaluation =
      subject.kind === 'dataset'
        ? await evaluateTables(subject.dataset, subject.labels)
        : await this.#readFirst(subject, flags, (dataset) => evaluateTables(dataset, subject.labels))
    await this.#print(evaluation)
    return evaluation
  }

  async #print(evaluation: Evaluation): Promise<void> {
    const { evaluationTables, evaluationText } = await import('../learning/evaluate/words.ts')
    const { textTable } = await import('../terminal/table.ts')
    for (const { title, headings, words, rows } of evaluationTables(evaluation)) {
      this.log(`${title}\n\n${textTable(headings, rows, { right: headings.slice(words) })}\n`)
    }
    this.log(evaluationText(evaluation))
  }

  /** Lets a pack read the labelled photos into a dataset that is thrown away afterwards. */
  async #readFirst<T>(
    { photos, labels, pack }: Subject & { kind: 'photos' },
    flags: ReadFlags,
    use: (dataset: string) => Promise<T>,
  ): Promise<T> {
    const { readTruth } = await import('../learning/evaluate/read-truth.ts')
    const { writeManifest } = await import('../learning/evaluate/manifest.ts')
    const { extract } = await import('../extract/extract.ts')
    const { parseDevice } = await import('../inference/session/device.ts')
    const { restrictLoaders } = await import('../photo/decode.ts')
    const { PART_POSTS } = await import('../extract/options.ts')
    const folder = await mkdtemp(join(tmpdir(), 'wearabouts-evaluate-'))
    const progress = openProgress({ ...flags, verbose: false })
    const interruption = watchInterrupts(() => {})
    try {
      const manifest = join(folder, 'labelled.jsonl')
      await writeManifest(manifest, await readTruth(labels), photos)
      restrictLoaders()
      const { interrupted } = await extract({
        inputs: [manifest],
        output: join(folder, 'looks'),
        table: 'photos',
        stdout: process.stdout,
        feed: { layout: 'manifest', imageRoot: photos },
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
      if (interrupted) {
        throw new UserError('interrupted', 'Interrupted: nothing was compared.', {
          exit: interruption.exitCode() as ExitCode,
        })
      }
      return await use(join(folder, 'looks'))
    } finally {
      progress.end()
      interruption.dispose()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
