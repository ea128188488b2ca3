import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import sharp from 'sharp'
import type { Box } from '../../../src/inference/findings.ts'
import { CLOTH_REGION, REGIONS, UNKNOWN_REGION } from '../regions.ts'
import type { TeacherSays } from './teachers.ts'

const SIDE = 512
const MEAN = [0.485, 0.456, 0.406]
const DEVIATION = [0.229, 0.224, 0.225]
/** Channels of the teacher's output. */
const [SKIN, CLOTH, HAIR] = [0, 1, 2]
/** Surer than this is a label, less sure than the other is not; between them nothing is said. */
const SURE = 0.75
const UNSURE = 0.25
/** The crop reaches this share of the person's box beyond it. */
const MARGIN = 0.08

/**
 * Masks of skin and hair, cloth, and background within each person's box, as index pictures of {@link REGIONS} with
 * {@link CLOTH_REGION} for cloth of no known group; outside every person's box, background. Made once, kept in `cache`.
 * @param says what the person teacher saw in each photo
 * @returns the masks' files by photo; photos without a person have none
 */
export async function askClothTeacher(
  name: string,
  photos: string,
  models: string,
  cache: string,
  says: ReadonlyMap<string, TeacherSays>,
): Promise<Map<string, string>> {
  const folder = join(cache, `cloth-${name}`)
  await mkdir(folder, { recursive: true })
  const files = new Map<string, string>()
  let session: InferenceSession | null = null
  for (const photo of (await readdir(photos)).sort()) {
    const people = says.get(photo)?.people ?? []
    if (people.length === 0) continue
    const file = join(folder, `${photo}.png`)
    files.set(photo, file)
    if (await stat(file).catch(() => null)) continue
    session ??= await open(models)
    const boxes = people.map(({ box }) => box)
    await sharp(...(await maskOf(session, join(photos, photo), boxes))).toFile(`${file}.new.png`)
    await rename(`${file}.new.png`, file)
  }
  await session?.release()
  return files
}

async function open(models: string): Promise<InferenceSession> {
  const { InferenceSession } = await import('onnxruntime-node')
  return InferenceSession.create(join(models, 'skin_clothes_hair.onnx'), { intraOpNumThreads: 2 })
}

type RawPicture = [Uint8Array, { raw: { width: number; height: number; channels: 1 } }]

async function maskOf(session: InferenceSession, file: string, people: readonly Box[]): Promise<RawPicture> {
  const { data, info } = await sharp(file)
    .autoOrient()
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const mask = new Uint8Array(width * height)
  // The largest person last: where two overlap, the nearer one is usually the larger.
  for (const box of [...people].sort((a, b) => areaOf(a) - areaOf(b)).slice(-3)) {
    const crop = cropOf(box, width, height)
    const scores = await scoresOf(session, data, width, height, crop)
    layScores(mask, width, height, crop, scores)
  }
  return [mask, { raw: { width, height, channels: 1 } }]
}

const areaOf = (box: Box): number => (box.x1 - box.x0) * (box.y1 - box.y0)

interface Crop {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The person's box with some room, in whole pixels of the photo. */
function cropOf(box: Box, width: number, height: number): Crop {
  const dx = (box.x1 - box.x0) * MARGIN
  const dy = (box.y1 - box.y0) * MARGIN
  const left = Math.max(0, Math.floor((box.x0 - dx) * width))
  const top = Math.max(0, Math.floor((box.y0 - dy) * height))
  const right = Math.min(width, Math.ceil((box.x1 + dx) * width))
  const bottom = Math.min(height, Math.ceil((box.y1 + dy) * height))
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) }
}

async function scoresOf(
  session: InferenceSession,
  data: Buffer,
  width: number,
  height: number,
  crop: Crop,
): Promise<Float32Array> {
  const { Tensor } = await import('onnxruntime-node')
  const pixels = await sharp(data, { raw: { width, height, channels: 3 } })
    .extract(crop)
    .resize(SIDE, SIDE, { fit: 'contain', position: 'left top', background: '#000000' })
    .raw()
    .toBuffer()
  const values = new Float32Array(3 * SIDE * SIDE)
  for (let at = 0; at < SIDE * SIDE; at++) {
    for (let c = 0; c < 3; c++) {
      values[c * SIDE * SIDE + at] = ((pixels[at * 3 + c] as number) / 255 - MEAN[c]!) / DEVIATION[c]!
    }
  }
  const output = await session.run({ [session.inputNames[0]!]: new Tensor('float32', values, [1, 3, SIDE, SIDE]) })
  return output[session.outputNames[0]!]!.data as Float32Array
}

function layScores(mask: Uint8Array, width: number, height: number, crop: Crop, scores: Float32Array): void {
  const scale = Math.min(SIDE / crop.width, SIDE / crop.height)
  const plane = SIDE * SIDE
  for (let y = crop.top; y < Math.min(height, crop.top + crop.height); y++) {
    for (let x = crop.left; x < Math.min(width, crop.left + crop.width); x++) {
      const u = Math.min(SIDE - 1, Math.floor((x - crop.left + 0.5) * scale))
      const v = Math.min(SIDE - 1, Math.floor((y - crop.top + 0.5) * scale))
      const at = v * SIDE + u
      const score = (channel: number) => scores[channel * plane + at] as number
      mask[y * width + x] = regionOf(Math.max(score(SKIN), score(HAIR)), score(CLOTH))
    }
  }
}

const SKIN_AND_HAIR = REGIONS.indexOf('body')

function regionOf(body: number, cloth: number): number {
  if (cloth > SURE && body < UNSURE) return CLOTH_REGION
  if (body > SURE && cloth < UNSURE) return SKIN_AND_HAIR
  return cloth < UNSURE && body < UNSURE ? 0 : UNKNOWN_REGION
}
