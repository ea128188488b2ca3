import test from 'ava'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { exportGraph } from '../../../../src/learning/export/export.ts'
import { Graph } from '../../../../src/learning/graph/graph.ts'
import { initialValues } from '../../../../src/learning/graph/initialise.ts'
import { size } from '../../../../src/learning/graph/shape.ts'
import { CLOSE_UP_FAMILIES, namedTogether, type Shares } from '../../../../training/street/close-ups/together.ts'
import { LABELS, STREET } from '../../../../training/street/settings.ts'

const [WIDTH, HEIGHT] = [32, 40]
const { people, garments } = STREET

/** What the close-ups with their first weights add to logits of zeros, for two persons of whom one shows a head. */
async function said(shares: Shares, photoByte: number): Promise<Record<string, Float32Array>> {
  const graph = new Graph('inference')
  const inputs = {
    photo: graph.input('photo', 'uint8', ['N', HEIGHT, WIDTH, 3]),
    garment_boxes: graph.input('garment_boxes', 'float32', ['N', garments, 4]),
    head_boxes: graph.input('head_boxes', 'float32', ['N', people, 4]),
    head_mask: graph.input('head_mask', 'float32', ['N', people]),
  }
  const rows = { gender: people, age: people }
  const families = Object.fromEntries(
    CLOSE_UP_FAMILIES.map((family) => {
      const shape = ['N', (rows as Record<string, number>)[family] ?? garments, LABELS[family].length]
      return [family, graph.input(`context_${family}`, 'float32', shape)]
    }),
  )
  const outputs = namedTogether(families, inputs, shares)
  const weights = new Map<string, Float32Array>()
  for (const parameter of graph.parameters.values()) weights.set(parameter.name, initialValues(parameter, 1))
  for (const { name, shape, init } of graph.states.values()) weights.set(name, new Float32Array(size(shape)).fill(init))
  const session = await InferenceSession.create(exportGraph({ graph, outputs: outputs as never, weights }))
  const boxes = (count: number) => {
    const data = new Float32Array(count * 4)
    data.set([0.1, 0, 0.6, 0.5])
    return new Tensor('float32', data, [1, count, 4])
  }
  const mask = new Float32Array(people)
  mask[0] = 1
  const photo = new Uint8Array(WIDTH * HEIGHT * 3).fill(photoByte)
  const zeros = Object.entries(families).map(([family, { shape }]) => {
    const [, count, classes] = shape as [unknown, number, number]
    return [`context_${family}`, new Tensor('float32', new Float32Array(count * classes), [1, count, classes])]
  })
  const results = await session.run({
    photo: new Tensor('uint8', photo, [1, HEIGHT, WIDTH, 3]),
    garment_boxes: boxes(garments),
    head_boxes: boxes(people),
    head_mask: new Tensor('float32', mask, [1, people]),
    ...Object.fromEntries(zeros),
  })
  await session.release()
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]))
}

test('who shows no head is judged by the context alone', async (t) => {
  const { gender, age } = await said({}, 200)
  const [genders, ages] = [LABELS.gender.length, LABELS.age.length]
  t.true(gender!.subarray(0, genders).some((value) => value !== 0))
  t.true(gender!.subarray(genders).every((value) => value === 0))
  t.true(age!.subarray(0, ages).some((value) => value !== 0))
  t.true(age!.subarray(ages).every((value) => value === 0))
})

test('close-ups see the pixels', async (t) => {
  const [dark, bright] = [await said({}, 20), await said({}, 230)]
  t.notDeepEqual(dark.category, bright.category)
  t.notDeepEqual(dark.gender, bright.gender)
})

test('a share of nothing leaves what the context says', async (t) => {
  const { category } = await said({ category: { context: 1, closeUp: 0 } }, 200)
  t.true(category!.every((value) => value === 0))
})

test('a share weighs the logits', async (t) => {
  const whole = await said({ category: { context: 0, closeUp: 1 } }, 200)
  const half = await said({ category: { context: 0.5, closeUp: 0.5 } }, 200)
  for (const [at, value] of half.category!.entries()) t.true(Math.abs(value - whole.category![at]! / 2) < 1e-5)
})
