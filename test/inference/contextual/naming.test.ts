import test from 'ava'
import { likeliest, probabilitiesOf } from '../../../src/inference/contextual/choice.ts'
import { readGarments } from '../../../src/inference/contextual/garments.ts'
import { readPeople } from '../../../src/inference/contextual/wearers.ts'
import type { Output } from '../../../src/inference/kind.ts'
import type { PackManifest } from '../../../src/inference/manifest.ts'
import { CATEGORIES, valuesOf } from '../../../src/vocabulary/vocabulary.ts'
import { manifest } from '../helpers/pack.ts'

const placement = { x: 0, y: 0, width: 64, height: 64 }
const box = { x0: 0.25, y0: 0.25, x1: 0.75, y1: 0.75 }
const region = { group: 'upper_body_garment', person: 0, box, cells: [0], score: 1 } as const

/** Logits that are `high` for the named labels and 0 for the others, one row. */
function logits(labels: readonly string[], high: { readonly [label: string]: number }): Output {
  return { data: Float32Array.from(labels, (label) => high[label] ?? 0), dims: [1, 1, labels.length] }
}

/** Reads one garment whose category and other families have these logits. */
function garment(named: { readonly [family: string]: { readonly [label: string]: number } }, pack = manifest()) {
  const outputs = Object.fromEntries(
    pack.families.map((family) => [family, logits(pack.labels[family]!, named[family] ?? {})]),
  )
  return readGarments([region], outputs, 0, pack, placement)[0]
}

function person(
  gender: { readonly [label: string]: number },
  age: { readonly [label: string]: number },
  pack: PackManifest = manifest(),
) {
  const outputs = { gender: logits(pack.labels.gender!, gender), age: logits(pack.labels.age!, age) }
  const { box: _, score: __, ...reading } = readPeople([{ box, score: 1 }], outputs, 0, pack, placement)[0]!
  return reading
}

const unread = { gender: 'unknown', genderScore: 0, age: 'unknown', ageScore: 0 }

test('softmax is over the allowed labels only, at the temperature of the family', (t) => {
  const pack = manifest({ temperatures: { gender: 2 } })
  const choices = probabilitiesOf(pack, 'gender', Float32Array.of(9, 9, 2, 0), 1)
  const expected = Math.exp(1) / (Math.exp(1) + 1)
  t.true(Math.abs(choices[0]!.probability - expected) < 1e-9)
  const only = probabilitiesOf(pack, 'gender', Float32Array.of(5, 0), 0, (label) => label === 'male')
  t.deepEqual(
    only.map(({ probability }) => probability),
    [0, 1],
  )
})

test('no allowed label and values that are no numbers give no choice', (t) => {
  t.is(likeliest(probabilitiesOf(manifest(), 'gender', Float32Array.of(1, 2), 0, () => false)), undefined)
  t.is(likeliest(probabilitiesOf(manifest(), 'gender', Float32Array.of(Number.NaN, 2), 0)), undefined)
})

test('a category stays in the group of its region where the pack says so', (t) => {
  const sure = { category: { jeans: 9, shirt: 8 } }
  t.is(garment(sure)!.category, 'shirt')
  t.is(garment(sure, manifest({ category_within_group: false }))!.category, 'jeans')
})

test('a family that does not apply to the category is left out', (t) => {
  const { attributes } = garment({ category: { shirt: 9 }, dress_skirt_shape: { mermaid: 9 } })!
  t.false('dress_skirt_shape' in attributes)
  t.true('neckline' in attributes)
})

test('a value that the category excludes is never named', (t) => {
  const { attributes } = garment({
    category: { sweatshirt_hoodies: 9 },
    upper_body_length: { knee_length: 9, crop: 5 },
  })!
  t.is(attributes.upper_body_length!.value, 'crop')
})

test('a family that the pack does not predict is left out', (t) => {
  const { attributes } = garment({ category: { shirt: 9 } })!
  t.false('pattern' in attributes)
})

test('a value under its threshold is left out, and a garment whose category is', (t) => {
  const pack = manifest({ thresholds: { ...manifest().thresholds, neckline: 0.9, category: 0.5 } })
  const { attributes } = garment({ category: { shirt: 9 }, neckline: { v_neck: 1 } }, pack)!
  t.false('neckline' in attributes)
  t.is(garment({ category: { shirt: 0.1 } }, pack), undefined)
})

test('labels in another order are mapped by name', (t) => {
  const labels = {
    ...manifest().labels,
    category: CATEGORIES.toReversed(),
    neckline: valuesOf('neckline').toReversed(),
  }
  const found = garment({ category: { top: 9 }, neckline: { halter_neck: 9 } }, manifest({ labels }))!
  t.is(found.category, 'top')
  t.is(found.attributes.neckline!.value, 'halter_neck')
})

test('gender and age are named where they are sure', (t) => {
  const reading = person({ female: 9 }, { under_30: 9 })
  t.is(reading.gender, 'female')
  t.is(reading.age, 'under_30')
  t.true(reading.genderScore > 0.99 && reading.ageScore > 0.99)
})

test('under the threshold gender and age are unknown, with the score of the likeliest', (t) => {
  const pack = manifest({ thresholds: { ...manifest().thresholds, gender: 0.8, age: 0.8 } })
  const reading = person({ male: 1 }, { '30_to_49': 1 }, pack)
  t.is(reading.gender, 'unknown')
  t.is(reading.age, 'unknown')
  t.true(Math.abs(reading.genderScore - Math.E / (Math.E + 1)) < 1e-6)
})

test('who is judged to be a child gets no gender, no age and no scores', (t) => {
  t.deepEqual(person({ female: 9 }, { child: 9 }), unread)
  const careful = manifest({ thresholds: { ...manifest().thresholds, child: 0.2 } })
  t.deepEqual(person({ female: 9 }, { child: 1, under_30: 1.5 }, careful), unread)
  t.is(person({ female: 9 }, { child: 1, under_30: 3 }).age, 'under_30')
})

test('without people nothing is read of anyone, but boxes stay', (t) => {
  const [found] = readPeople([{ box, score: 0.9 }], null, 0, manifest(), placement)
  t.deepEqual(found, { box, score: 0.9, ...unread } as typeof found)
})
