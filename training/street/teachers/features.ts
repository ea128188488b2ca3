import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import type { Size } from '../../../src/inference/geometry.ts'
import type { Batch } from '../batches/batch.ts'
import { STREET } from '../settings.ts'

const { width, height } = STREET.canvas
/** Channels, rows and columns of the teacher's last map over a canvas; the trunk's last map is as large. */
export const TEACHER_MAP = [1280, height / 32, width / 32] as const
const [CHANNELS, ROWS, COLUMNS] = TEACHER_MAP
const VALUES = CHANNELS * ROWS * COLUMNS

/** Mean and deviation of each channel over some photos. */
export interface FeatureScale {
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
}

/** Sees what the trunk is to see: the features of ImageNet's classes, channel by channel of mean 0 and deviation 1. */
export interface FeatureTeacher {
  /** Fills `teacher_features` and `teacher_known` of row `row` from its `photo`. */
  fill(batch: Batch, row: number): Promise<void>
}

/** A teacher ready to look, for one thread. */
export async function openFeatureTeacher(models: string, scale: FeatureScale): Promise<FeatureTeacher> {
  const session = await open(models)
  return {
    async fill(batch, row) {
      const photo = (batch.photo as Uint8Array).subarray(row * width * height * 3, (row + 1) * width * height * 3)
      const seen = await look(session, photo)
      const to = (batch.teacher_features as Float32Array).subarray(row * VALUES, (row + 1) * VALUES)
      for (let channel = 0; channel < CHANNELS; channel++) {
        const mean = scale.mean[channel] as number
        const deviation = scale.deviation[channel] as number
        for (let at = channel * ROWS * COLUMNS; at < (channel + 1) * ROWS * COLUMNS; at++) {
          to[at] = Math.min(FARTHEST, ((seen[at] as number) - mean) / deviation)
        }
      }
      ;(batch.teacher_known as Float32Array)[row] = 1
    },
  }
}

/** Deviations; a channel's rare peaks would drown the rest of the loss. */
const FARTHEST = 5

/** Measured once over `photos` (canvases, RGB), kept in `cache`. */
export async function featureScale(
  models: string,
  cache: string,
  photos: AsyncIterable<Uint8Array>,
): Promise<FeatureScale> {
  const file = join(cache, 'teacher-scale.json')
  const known = await readFile(file, 'utf8').catch(() => null)
  if (known !== null) return JSON.parse(known) as FeatureScale
  const session = await open(models)
  const sums = new Float64Array(CHANNELS)
  const squares = new Float64Array(CHANNELS)
  let cells = 0
  for await (const photo of photos) {
    const seen = await look(session, photo)
    cells += ROWS * COLUMNS
    for (let at = 0; at < VALUES; at++) {
      const channel = Math.floor(at / (ROWS * COLUMNS))
      sums[channel]! += seen[at]!
      squares[channel]! += seen[at]! ** 2
    }
  }
  await session.release()
  const mean = Array.from(sums, (sum) => sum / cells)
  const deviation = mean.map((value, channel) => Math.sqrt(Math.max(1e-4, squares[channel]! / cells - value * value)))
  const scale = { mean, deviation }
  await writeFile(file, JSON.stringify(scale))
  return scale
}

async function look(
  session: InferenceSession,
  photo: Uint8Array,
  { width, height }: Size = STREET.canvas,
): Promise<Float32Array> {
  const { Tensor } = await import('onnxruntime-node')
  const values = new Float32Array(photo.length)
  for (let at = 0; at < photo.length; at++) values[at] = (photo[at] as number) / 127.5 - 1
  const output = await session.run({ input: new Tensor('float32', values, [1, height, width, 3]) }, [LAST_MAP])
  return output[LAST_MAP]!.data as Float32Array
}

/** What the teacher sees of pictures as a whole: the means of its last map's channels. */
export interface PictureTeacher {
  /** @param picture RGB of the size given */
  see(picture: Uint8Array): Promise<Float32Array>
  close(): Promise<void>
}

/** A teacher of whole pictures of one size, with sides of 128 to 16,383 that 32 divides. */
export async function openPictureTeacher(models: string, size: Size): Promise<PictureTeacher> {
  const session = await open(models, size)
  return {
    async see(picture) {
      const map = await look(session, picture, size)
      const cells = map.length / CHANNELS
      const mean = (channel: number) => map.subarray(channel * cells, (channel + 1) * cells).reduce((a, b) => a + b, 0)
      return Float32Array.from({ length: CHANNELS }, (_, channel) => mean(channel) / cells)
    },
    close: () => session.release(),
  }
}

/** The tensor before the teacher's average pool. */
const LAST_MAP = 't171'

/**
 * The network with its last map as an output and a canvas as input. All its layers are convolutions, so any size goes;
 * in the file only the input's two sides and one name more are needed, which protobuf allows to patch: two sides of
 * 224 are two-byte numbers, as the canvas's are, and a message appended to a message is merged with it.
 */
async function open(models: string, { width, height }: Size = STREET.canvas): Promise<InferenceSession> {
  const { InferenceSession } = await import('onnxruntime-node')
  const bytes = await readFile(join(models, 'mobilenet_v2.onnx'))
  const side = Buffer.from([0x08, 0xe0, 0x01])
  const first = bytes.indexOf(side, bytes.length - 200)
  const second = bytes.indexOf(side, first + 1)
  if (first < 0 || second < 0) throw new Error('mobilenet_v2.onnx has no input of 224 x 224')
  for (const [at, size] of [
    [first, height],
    [second, width],
  ] as const) {
    bytes[at + 1] = (size & 0x7f) | 0x80
    bytes[at + 2] = size >> 7
  }
  const name = Buffer.from(LAST_MAP)
  const output = field(12, Buffer.concat([field(1, name), field(2, field(1, Buffer.from([0x08, 0x01])))]))
  const model = Buffer.concat([bytes, field(7, output)])
  return InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 })
}

/** A length-delimited protobuf field shorter than 128 bytes. */
function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes])
}
