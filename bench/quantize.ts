import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Graphs, PhotoInput, Reader } from '../src/inference/kind.ts'
import { kindOf } from '../src/inference/kinds.ts'
import { packFolder } from '../src/inference/pack/find.ts'
import { type LoadedPack, loadPack } from '../src/inference/pack/load.ts'
import { openGraphs } from '../src/inference/session/open.ts'
import { decodePhoto } from '../src/photo/decode.ts'
import { median, round } from './_measure.ts'
import type { BenchOptions } from './run.ts'

const CAPTION = 'Best day ever with my girls at the garden party #ootd #weddingguest 💐'

/** A pack opened such that each graph's processor time is counted, in microseconds. */
interface Counted {
  readonly read: Reader
  readonly spent: { [graph: string]: number }
}

/**
 * Where inference's time goes, on one thread: CPU milliseconds a photo of each graph and of the program between them.
 * With `--float FOLDER`, a pack exported without `--int8`, the same of both packs in turns, and how many times as long
 * the float graphs take. Options: `--photos FOLDER` (needed: what is found decides the work), `--pack FOLDER`,
 * `--count 40`, `--rounds 9`.
 */
export async function run(options: BenchOptions): Promise<object> {
  const folderOf = (option: string) => packFolder(String(options[option]), process.cwd())
  const pack = await loadPack(options.pack === undefined ? packFolder(undefined, process.cwd()) : folderOf('pack'))
  const float = options.float === undefined ? undefined : await loadPack(folderOf('float'))
  if (options.photos === undefined) throw new Error('--photos FOLDER is needed')
  const photos = await decoded(String(options.photos), Number(options.count ?? 40), pack)
  const packs = float === undefined ? { pack } : { pack, float }
  const opened = await Promise.all(Object.entries(packs).map(async ([name, one]) => [name, await open(one)] as const))
  const rounds = opened.map(([name]) => ({ name, spent: [] as { [part: string]: number }[] }))
  for (let at = 0; at <= Number(options.rounds ?? 9); at++) {
    for (const [index, [, counted]] of opened.entries()) {
      const spent = await readAll(counted, photos)
      // The first round is there to warm up.
      if (at > 0) rounds[index]?.spent.push(spent)
    }
  }
  const medians = Object.fromEntries(rounds.map(({ name, spent }) => [name, mediansOf(spent)]))
  const bytes = Object.fromEntries(
    Object.entries(packs).map(([name, { graphs }]) => [
      name,
      Object.values(graphs).reduce((sum, { length }) => sum + length, 0),
    ]),
  )
  const ratio = (part: string) => round((medians.float?.[part] ?? 0) / (medians.pack?.[part] ?? 1), 2)
  return {
    photos: photos.length,
    cpu_ms_per_photo: medians,
    bytes,
    ...(float === undefined
      ? {}
      : { float_over_integer: Object.fromEntries(Object.keys(pack.graphs).map((file) => [file, ratio(file)])) }),
  }
}

async function open(pack: LoadedPack): Promise<Counted> {
  const spent: { [graph: string]: number } = {}
  const graphs: Graphs = Object.fromEntries(
    Object.entries(await openGraphs(pack, 'cpu')).map(([file, graph]) => {
      const counting: typeof graph.run = async (feeds) => {
        const before = process.cpuUsage()
        const outputs = await graph.run(feeds)
        const { user, system } = process.cpuUsage(before)
        spent[file] = (spent[file] ?? 0) + user + system
        return outputs
      }
      return [file, { ...graph, run: counting }]
    }),
  )
  return { read: kindOf(pack.manifest).reader(pack.manifest, graphs, { people: true }), spent }
}

function mediansOf(rounds: readonly { [part: string]: number }[]): { [part: string]: number } {
  const parts = Object.keys(rounds[0] ?? {})
  return Object.fromEntries(parts.map((part) => [part, round(median(rounds.map((spent) => spent[part] ?? 0)), 2)]))
}

/** CPU milliseconds a photo of one round: each graph, and what the program does besides. */
async function readAll({ read, spent }: Counted, photos: readonly PhotoInput[]): Promise<{ [part: string]: number }> {
  for (const file of Object.keys(spent)) spent[file] = 0
  const before = process.cpuUsage()
  for (const photo of photos) await read([photo])
  const { user, system } = process.cpuUsage(before)
  const graphs = Object.values(spent).reduce((sum, time) => sum + time, 0)
  const perPhoto = Object.entries({ ...spent, between: user + system - graphs })
  return Object.fromEntries(perPhoto.map(([part, time]) => [part, time / 1000 / photos.length]))
}

async function decoded(folder: string, count: number, { manifest }: LoadedPack): Promise<PhotoInput[]> {
  const names = (await readdir(folder)).filter((name) => /\.(jpe?g|png|webp)$/i.test(name)).sort()
  const photos: PhotoInput[] = []
  for (const name of names.slice(0, count)) {
    const { pixels, placement } = await decodePhoto(await readFile(join(folder, name)), manifest.input)
    photos.push({ pixels, placement, caption: CAPTION })
  }
  return photos
}
