import test from 'ava'
import { Graph, type Tensor } from '../../../src/learning/graph/graph.ts'
import { setCrossEntropy } from '../../../src/learning/losses/set-cross-entropy.ts'
import {
  type Context,
  type ContextInputs,
  type ContextSizes,
  contextual,
} from '../../../src/learning/networks/context.ts'
import { look, lookOutputs } from '../../../src/learning/networks/look.ts'
import { add } from '../../../src/learning/ops/index.ts'
import { Trainer } from '../../../src/learning/train/trainer.ts'

const LOOK = { widths: [4, 4, 8, 8, 8], blocks: [0, 1, 0, 0], fused: 8, fine: 6, regions: 3 } as const
const TEXT = { buckets: 32, embedding: 4, filters: 3, width: 6 }

function sizes(context: Context, text: boolean): ContextSizes {
  return {
    context,
    text: text ? TEXT : null,
    crop: 7,
    region: 8,
    garments: 6,
    tasks: 5,
    garmentFamilies: [
      ['category', 4],
      ['product_color', 3],
      ['neckline', 2],
    ],
    personFamilies: [['gender', 2]],
    occasions: 3,
  }
}

function inputsOf(
  graph: Graph,
  batch: number | 'N',
): { photo: Tensor; rest: Omit<ContextInputs, 'features' | 'scene'> } {
  const float = (name: string, ...shape: number[]) => graph.input(name, 'float32', [batch, ...shape])
  return {
    photo: graph.input('photo', 'uint8', [batch, 64, 32, 3]),
    rest: {
      garment_boxes: float('garment_boxes', 2, 4),
      garment_mask: float('garment_mask', 2),
      garment_groups: float('garment_groups', 2, 4),
      garment_colours: float('garment_colours', 2, 5),
      person_boxes: float('person_boxes', 1, 4),
      person_mask: float('person_mask', 1),
      tokens: graph.input('tokens', 'int32', [batch, 6, 2]),
    },
  }
}

function network(graph: Graph, batch: number | 'N', context: Context, text: boolean) {
  const { photo, rest } = inputsOf(graph, batch)
  const found = look(photo, LOOK)
  const named = contextual({ ...rest, features: found.features, scene: found.scene }, sizes(context, text))
  return { found, named }
}

test('look gives maps at strides 4 and 8', (t) => {
  const graph = new Graph('inference')
  const outputs = lookOutputs(look(graph.input('photo', 'uint8', ['N', 64, 32, 3]), LOOK))
  const shapes = Object.fromEntries(Object.entries(outputs).map(([name, { shape }]) => [name, shape]))
  t.deepEqual(shapes, {
    features: ['N', 8, 8, 4],
    scene: ['N', 8],
    regions: ['N', 3, 16, 8],
    people: ['N', 5, 8, 4],
  })
})

for (const context of ['none', 'garments', 'tasks', 'all'] as const) {
  for (const text of [true, false]) {
    test(`context ${context} ${text ? 'with' : 'without'} text names every family and learns`, async (t) => {
      const graph = new Graph('training')
      const { named } = network(graph, 2, context, text)
      t.deepEqual(named.category?.shape, [2, 2, 4])
      t.deepEqual(named.neckline?.shape, [2, 2, 2])
      t.deepEqual(named.gender?.shape, [2, 1, 2])
      t.deepEqual(named.occasion?.shape, [2, 3])
      const category = graph.input('category_set', 'float32', [2, 2, 4])
      const occasion = graph.input('occasion_set', 'float32', [2, 3])
      const loss = add(
        setCrossEntropy(named.category as Tensor, category),
        setCrossEntropy(named.occasion as Tensor, occasion),
      )
      const trainer = await Trainer.create({ graph, loss, seed: 3 })
      const losses: number[] = []
      for (let step = 0; step < 30; step++) {
        losses.push((await trainer.step(feeds(), { learningRate: 5e-3 })).loss)
      }
      await trainer.release()
      t.true((losses.at(-1) as number) < 0.5 * (losses[0] as number), losses.join(' '))
    })
  }
}

/** Two photos, a bright and a dark one, of different categories and occasions. */
function feeds() {
  const photo = new Uint8Array(2 * 64 * 32 * 3).fill(220, 0, 64 * 32 * 3)
  const box = [0.1, 0.1, 0.9, 0.9]
  return {
    photo,
    garment_boxes: Float32Array.from([...box, ...box, ...box, ...box]),
    garment_mask: Float32Array.of(1, 0, 1, 1),
    garment_groups: new Float32Array(16),
    garment_colours: new Float32Array(20).fill(0.2),
    person_boxes: Float32Array.from([...box, ...box]),
    person_mask: Float32Array.of(1, 1),
    tokens: Int32Array.from({ length: 24 }, (_, i) => (i < 12 ? 1 + (i % 3) : 0)),
    category_set: Float32Array.from([1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]),
    occasion_set: Float32Array.from([1, 0, 0, 0, 1, 0]),
  }
}
