import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { extract } from '../src/extract/extract.ts'
import { mapOrdered } from '../src/feed/ordered.ts'
import { openEngine } from '../src/inference/engine.ts'
import type { Graph, Graphs } from '../src/inference/kind.ts'
import { kindOf } from '../src/inference/kinds.ts'
import { type LoadedPack, loadPack } from '../src/inference/pack/load.ts'
import { decodePhoto } from '../src/photo/decode.ts'
import { interleaved, median, round } from './_measure.ts'
import type { BenchOptions } from './run.ts'

/** Photos decoded at once where nothing else is done. */
const DECODERS = 8

/** Every photo of a folder, repeated until there are enough. */
async function photoFiles(folder: string, count: number): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /\.(jpe?g|png|webp)$/i.test(name)).sort()
  if (names.length === 0) throw new Error(`No photos in ${folder}`)
  return Array.from({ length: count }, (_, index) => join(folder, names[index % names.length]!))
}

/** A feed of links to the photos, under names of their own. */
async function linkedFeed(files: readonly string[]): Promise<string> {
  const feed = await mkdtemp(join(tmpdir(), 'wearabouts-bench-feed-'))
  await mkdir(join(feed, 'posts'))
  await Promise.all(
    files.map((file, index) => symlink(file, join(feed, 'posts', `${String(index).padStart(6, '0')}.jpg`))),
  )
  return join(feed, 'posts')
}

async function decodeAll(files: readonly string[], pack: LoadedPack): Promise<void> {
  const decoded = mapOrdered(files, DECODERS, async (file) => decodePhoto(await readFile(file), pack.manifest.input))
  for await (const { pixels } of decoded) if (pixels.length === 0) throw new Error('Nothing decoded')
}

/** One photo, decoded before, through the engine as often as there are photos. */
async function inferAll(count: number, folder: string, sample: Awaited<ReturnType<typeof decodePhoto>>): Promise<void> {
  const engine = await openEngine({ pack: folder, device: 'cpu', people: true })
  const read = async (): Promise<unknown> => {
    const slot = await engine.acquire()
    slot.pixels.set(sample.pixels)
    return engine.submit(slot, { caption: 'a caption #ootd', placement: sample.placement })
  }
  for await (const _ of mapOrdered(Array(count).keys(), 64, read));
  await engine.close()
}

/** The graphs with the runtime's own defaults, on the main thread, as a first program would have them. */
async function plainGraphs(pack: LoadedPack): Promise<Graphs> {
  const graphs: { [file: string]: Graph } = {}
  for (const file of kindOf(pack.manifest).graphs) {
    const session = await InferenceSession.create(Uint8Array.from(pack.graphs[file]!))
    graphs[file] = {
      async run(feeds) {
        const inputs = Object.entries(feeds).map(([name, { type, data, dims }]) => [
          name,
          new Tensor(type, data as never, dims),
        ])
        const outputs = await session.run(Object.fromEntries(inputs))
        return Object.fromEntries(
          Object.entries(outputs).map(([name, { data, dims }]) => [name, { data: data as Float32Array, dims }]),
        )
      },
      release: () => session.release(),
    }
  }
  return graphs
}

/** Decode, run, next. The normalisation that such a loop does in JavaScript is in the graph, in its favour. */
async function plainLoop(files: readonly string[], pack: LoadedPack, graphs: Graphs): Promise<void> {
  const read = kindOf(pack.manifest).reader(pack.manifest, graphs, { people: true })
  for (const file of files) {
    const { pixels, placement } = await decodePhoto(await readFile(file), pack.manifest.input)
    await read([{ pixels, placement, caption: null }])
  }
}

async function extractAll(feed: string, folder: string): Promise<number> {
  const out = await mkdtemp(join(tmpdir(), 'wearabouts-bench-out-'))
  try {
    const { summary } = await extract({
      inputs: [feed],
      output: join(out, 'looks'),
      table: 'garments',
      stdout: process.stdout,
      feed: { followSymlinks: true },
      season: { season: 'meteorological', tropics: null },
      engine: { pack: folder, device: 'cpu', people: true },
      captions: true,
      duplicates: 'mark',
      exactCoordinates: false,
      accountKey: null,
      partPosts: 512,
      retryFailed: false,
      force: false,
      version: 'bench',
      signal: new AbortController().signal,
      report: { message() {}, detail() {}, progress() {} },
    })
    if (summary.failed > 0) throw new Error(`${summary.failed} photos failed`)
    return summary.photos
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

/**
 * `extract` against the limit of the machine and against a plain loop.
 * `--photos DIR`, `--pack DIR`, `--count N`, `--rounds N`; for two cores: `taskset -c 0,1 npm run bench -- extract`.
 *
 * The limit is cores / (processor time of decoding alone + processor time of inference alone), a photo.
 */
export async function run(options: BenchOptions): Promise<object> {
  const folder = String(options.pack ?? 'models/street')
  const count = Number(options.count ?? 1500)
  const rounds = Number(options.rounds ?? 5)
  const files = await photoFiles(resolve(String(options.photos ?? '../shared/data/ccp/photos')), count)
  const pack = await loadPack(folder)
  const feed = await linkedFeed(files)
  const sample = await decodePhoto(await readFile(files[0]!), pack.manifest.input)
  const graphs = await plainGraphs(pack)
  await extractAll(feed, folder)
  const timings = await interleaved(rounds, {
    decode: () => decodeAll(files, pack),
    infer: () => inferAll(count, folder, sample),
    extract: () => extractAll(feed, folder),
    plain: () => plainLoop(files, pack, graphs),
  })
  await rm(feed, { recursive: true })
  const cores = availableParallelism()
  const cpuMs = (name: keyof typeof timings) => median(timings[name].map(({ cpu }) => (1000 * cpu) / count))
  const speed = (name: keyof typeof timings) => median(timings[name].map(({ wall }) => count / wall))
  const limits = timings.decode.map(({ cpu }, at) => (cores * count) / (cpu + timings.infer[at]!.cpu))
  const ratios = timings.extract.map(({ wall }, at) => count / wall / limits[at]!)
  const gains = timings.extract.map(({ wall }, at) => timings.plain[at]!.wall / wall)
  return {
    photos: count,
    pack: `${pack.manifest.name} ${pack.manifest.version}`,
    cores,
    decode_cpu_ms: round(cpuMs('decode'), 2),
    inference_cpu_ms: round(cpuMs('infer'), 2),
    extract_cpu_ms: round(cpuMs('extract'), 2),
    cpu_ratio: round(
      median(timings.extract.map(({ cpu }, at) => (timings.decode[at]!.cpu + timings.infer[at]!.cpu) / cpu)),
    ),
    limit_photos_per_second: round(median(limits), 1),
    extract_photos_per_second: round(speed('extract'), 1),
    ratio_to_limit: round(median(ratios)),
    ratio_to_limit_target: 0.95,
    plain_loop_photos_per_second: round(speed('plain'), 1),
    times_plain_loop: round(median(gains), 2),
    times_plain_loop_target: 1.9,
  }
}
