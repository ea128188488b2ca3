import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { PredictedFamily } from '../../../src/inference/manifest.ts'
import { type Batch, CAPTIONS, feedOf, setOf } from '../batches/batch.ts'
import { batchDrawer } from '../batches/draw-batch.ts'
import { poolOf } from '../batches/prepare.ts'
import type { Folders } from '../folders.ts'
import { RECIPE } from '../recipe.ts'
import { GARMENT_FAMILIES, LABELS, PERSON_FAMILIES, STREET } from '../settings.ts'

/** Validation canvases looked at, drawn in the proportions of training. */
const PHOTOS = 800
const FAMILIES: readonly PredictedFamily[] = [...GARMENT_FAMILIES, ...PERSON_FAMILIES, 'occasion']

/** Labelled rows of one family: logits behind one another, and for each row the classes that may be true. */
export interface LabelledLogits {
  readonly logits: Float32Array
  readonly sets: readonly (readonly number[])[]
}

/** What a pack says of validation photos with boxes given, a little off, and captions kept apart. */
export async function labelledLogits(
  pack: string,
  folders: Folders,
): Promise<ReadonlyMap<PredictedFamily, LabelledLogits>> {
  const gathered = new Map<PredictedFamily, { logits: number[]; sets: number[][] }>()
  for await (const { batch, outputs } of seen(pack, folders)) {
    for (const family of FAMILIES) {
      const classes = LABELS[family].length
      const into = gathered.get(family) ?? { logits: [], sets: [] }
      gathered.set(family, into)
      // Of several captions a photo, the first is the one that was read.
      const sets = (batch[setOf(family)] as Float32Array).subarray(0, family === 'occasion' ? classes : undefined)
      const logits = outputs[family]?.data as Float32Array
      for (let row = 0; row * classes < sets.length; row++) {
        const set = LABELS[family].flatMap((_, index) => ((sets[row * classes + index] as number) > 0 ? [index] : []))
        if (set.length === 0 || set.length === classes) continue
        into.sets.push(set)
        into.logits.push(...logits.subarray(row * classes, (row + 1) * classes))
      }
    }
  }
  return new Map(
    [...gathered].map(([family, { logits, sets }]) => [family, { logits: Float32Array.from(logits), sets }]),
  )
}

interface Look {
  readonly batch: Batch
  readonly outputs: Readonly<Record<string, Tensor>>
}

async function* seen(pack: string, folders: Folders): AsyncGenerator<Look> {
  const { InferenceSession } = await import('onnxruntime-node')
  const open_ = (file: string) => InferenceSession.create(join(pack, file), { intraOpNumThreads: 1 })
  const [look, context] = [await open_('look.onnx'), await open_('context.onnx')]
  const { pool, cache } = await poolOf(folders, 'validation')
  const handle = await open(cache)
  const draw = batchDrawer(pool, handle, null, 1, RECIPE.seed)
  try {
    for (let step = 0; step < PHOTOS; step++) {
      const batch = await draw(step)
      const { features, scene } = await run(look, { photo: await tensorOf(batch, 'photo') })
      const rest = context.inputNames.filter((name) => name !== 'features' && name !== 'scene')
      const fed = await Promise.all(rest.map(async (name) => [name, await tensorOf(batch, name)] as const))
      const outputs = await run(context, {
        features: features as Tensor,
        scene: scene as Tensor,
        ...Object.fromEntries(fed),
      })
      yield { batch, outputs }
    }
  } finally {
    await handle.close()
    await look.release()
    await context.release()
  }
}

async function run(session: InferenceSession, inputs: Record<string, Tensor>): Promise<Record<string, Tensor>> {
  return (await session.run(inputs)) as Record<string, Tensor>
}

/** A feed of a batch of one; of several captions, the first. */
async function tensorOf(batch: Batch, name: string): Promise<Tensor> {
  const { Tensor: OnnxTensor } = await import('onnxruntime-node')
  const feed = feedOf(name)
  const data = batch[name] as Float32Array
  if (name !== 'tokens') return new OnnxTensor(feed.type as 'float32', data, [1, ...feed.shape])
  const { tokens, pieces } = STREET.text
  return new OnnxTensor('int32', (batch.tokens as Int32Array).subarray(0, data.length / CAPTIONS), [1, tokens, pieces])
}
