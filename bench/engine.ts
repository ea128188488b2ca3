import { readdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type Engine, openEngine } from '../src/inference/engine.ts'
import type { PhotoInput } from '../src/inference/kind.ts'
import { packFolder } from '../src/inference/pack/find.ts'
import { readManifest } from '../src/inference/pack/load.ts'
import { parseDevice } from '../src/inference/session/device.ts'
import { decodePhoto } from '../src/photo/decode.ts'
import { interleaved, median, round } from './_measure.ts'
import type { BenchOptions } from './run.ts'

const CAPTION = 'Best day ever with my girls at the garden party #ootd #weddingguest 💐'

/**
 * Inference alone, photos already decoded: photos a second and CPU milliseconds a photo, with one worker and with one a
 * core. Options: `--pack FOLDER`, `--photos FOLDER` (made-up ones otherwise), `--count 200`, `--rounds 5`,
 * `--device auto`, `--workers N`.
 */
export async function run(options: BenchOptions): Promise<object> {
  const text = (name: string, otherwise: string): string => String(options[name] ?? otherwise)
  const pack = packFolder(options.pack === undefined ? undefined : text('pack', ''), process.cwd())
  const { manifest } = await readManifest(pack)
  const count = Number(text('count', '200'))
  const photos =
    options.photos === undefined
      ? madeUp(count, manifest.input)
      : await decoded(text('photos', ''), count, manifest.input)
  const device = parseDevice(text('device', 'auto'))
  const many = Number(text('workers', String(availableParallelism())))
  const open = (workers: number) => openEngine({ pack, device, workers, people: true })
  const engines = { one: await open(1), many: await open(many) }
  const found = await readAll(engines.one, photos)
  await readAll(engines.many, photos)
  const timings = await interleaved(Number(text('rounds', '5')), {
    one: () => readAll(engines.one, photos),
    many: () => readAll(engines.many, photos),
  })
  const figures = (name: 'one' | 'many') => ({
    photos_per_second: round(photos.length / median(timings[name].map(({ wall }) => wall)), 1),
    cpu_ms_per_photo: round((1000 * median(timings[name].map(({ cpu }) => cpu))) / photos.length, 2),
  })
  const result = {
    pack: `${manifest.name} ${manifest.version}`,
    device: engines.one.device,
    photos: photos.length,
    people_per_photo: round(found.people / photos.length, 2),
    garments_per_photo: round(found.garments / photos.length, 2),
    one_worker: figures('one'),
    workers: many,
    all_workers: figures('many'),
  }
  await Promise.all([engines.one.close(), engines.many.close()])
  return result
}

async function readAll(
  engine: Engine,
  photos: readonly PhotoInput[],
): Promise<{ readonly people: number; readonly garments: number }> {
  let [people, garments] = [0, 0]
  const pending: Promise<void>[] = []
  for (const { pixels, ...photo } of photos) {
    const slot = await engine.acquire()
    slot.pixels.set(pixels)
    const read = engine.submit(slot, photo).then((findings) => {
      people += findings.people.length
      garments += findings.garments.length
    })
    pending.push(read)
  }
  await Promise.all(pending)
  return { people, garments }
}

async function decoded(
  folder: string,
  count: number,
  canvas: Parameters<typeof decodePhoto>[1],
): Promise<PhotoInput[]> {
  const names = (await readdir(folder)).filter((name) => /\.(jpe?g|png|webp)$/i.test(name)).sort()
  const photos: PhotoInput[] = []
  for (const name of names.slice(0, count)) {
    const { pixels, placement } = await decodePhoto(await readFile(join(folder, name)), canvas)
    photos.push({ pixels, placement, caption: CAPTION })
  }
  return photos
}

/** Slopes of colour with a pattern, each photo another; what they contain does not matter for the time of a graph. */
function madeUp(count: number, { width, height }: { readonly width: number; readonly height: number }): PhotoInput[] {
  return Array.from({ length: count }, (_, seed) => {
    const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * (seed + 1)) >> (8 + (at % 3)))
    return { pixels, caption: CAPTION, placement: { x: 0, y: 0, width, height } }
  })
}
