import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { UserError } from '../../src/errors.ts'
import { readLabels } from '../../src/learning/evaluate/labels.ts'
import { calibrationError, evaluateFamily, type Judgement } from '../../src/learning/evaluate/metrics.ts'
import { wilson } from '../../src/learning/evaluate/proportion.ts'
import { readTruth } from '../../src/learning/evaluate/read-truth.ts'
import { evaluateRegions, matchRegions } from '../../src/learning/evaluate/regions.ts'
import { fitTemperature } from '../../src/learning/evaluate/temperature.ts'
import { random } from '../../src/learning/graph/random.ts'

const near = (a: number, b: number, tolerance = 1e-6) => Math.abs(a - b) < tolerance

async function file(t: ExecutionContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const path = join(folder, 'labels.jsonl')
  await writeFile(path, text)
  return path
}

test('a label file is read; what is left out stays unknown', async (t) => {
  const path = await file(
    t,
    `{"photo":"a.jpg","occasion":"prom","people":[{"box":[0,0,0.5,1],"gender":"female"},{"box":[0.5,0,1,1],"child":true}],"garments":[{"box":[0,0.2,0.5,0.9],"person":0,"category":"dress","attributes":{"product_color":"red"}}]}

{"photo":"b.jpg","main":{"attributes":{"pattern":"plaid"}}}\r\n`,
  )
  const [a, b] = await readTruth(path)
  t.deepEqual(a?.garments, [
    {
      box: { x0: 0, y0: 0.2, x1: 0.5, y1: 0.9 },
      person: 0,
      category: ['dress'],
      attributes: { product_color: ['red'] },
      optional: false,
    },
  ])
  t.is(a?.people?.[1]?.child, true)
  t.deepEqual(b, { photo: 'b.jpg', main: { child: false, attributes: { pattern: ['plaid'] } } })
})

const refused: [string, string, RegExp][] = [
  ['no JSON', '{"photo":"a.jpg"}\n{"photo":', /labels\.jsonl, line 2: not JSON/],
  ['a list', '[1]', /line 1: the line is not an object\./],
  ['no photo', '{}', /line 1: `photo` is not a path\./],
  [
    'an unknown occasion',
    '{"photo":"a","occasion":"picnic"}',
    /line 1: `occasion` is `picnic`, which is none of conference, date/,
  ],
  ['an unknown category', '{"photo":"a","garments":[{"box":[0,0,1,1],"category":"shoes"}]}', /`category` is `shoes`/],
  ['an unknown family', '{"photo":"a","main":{"attributes":{"__proto__x":"red"}}}', /`attribute` is `__proto__x`/],
  ['a value of another family', '{"photo":"a","main":{"attributes":{"neckline":"red"}}}', /`neckline` is `red`/],
  ['a box inside out', '{"photo":"a","people":[{"box":[1,0,0,1]}]}', /`box` is `\[1,0,0,1\]`/],
  ['a box in pixels', '{"photo":"a","people":[{"box":[0,0,640,480]}]}', /`box` is `\[0,0,640,480\]`/],
  [
    'a wearer who is not there',
    '{"photo":"a","garments":[{"box":[0,0,1,1],"category":"dress","person":2}]}',
    /`person` is `2` of 0 people/,
  ],
  ['a photo named twice', '{"photo":"a"}\n\n{"photo":"a"}', /line 3: the photo `a` is named twice, first in line 1\./],
]
for (const [name, text, message] of refused) {
  test(`a label file with ${name} is refused with file and line`, async (t) => {
    const path = await file(t, text)
    const error = await t.throwsAsync(() => readLabels(path), { instanceOf: UserError, message })
    t.is((error as UserError).exit, 5)
  })
}

test('a label file that is missing or empty is an error', async (t) => {
  const path = await file(t, '\n')
  await t.throwsAsync(() => readLabels(path), { message: `The label file \`${path}\` has no labels.` })
  await t.throwsAsync(() => readLabels(`${path}.no`), { message: `The label file \`${path}.no\` cannot be read.` })
})

test("Wilson's interval agrees with published values", (t) => {
  // Newcombe 1998, table I, method 3: 81/263 and 15/148.
  const a = wilson(81, 263)
  t.true(near(a.low, 0.2553, 1e-4) && near(a.high, 0.3662, 1e-4))
  const b = wilson(15, 148)
  t.true(near(b.low, 0.0624, 1e-4) && near(b.high, 0.1605, 1e-4))
  t.deepEqual(wilson(0, 0), { low: 0, high: 1 })
})

test('a family is measured by accuracy, balanced accuracy, macro F1 and confusion', (t) => {
  const judge = (truth: string, predicted: string | null, score = 0.9): Judgement => ({
    truth: [truth],
    predicted,
    score,
  })
  const judgements = [
    judge('a', 'a'),
    judge('a', 'a'),
    judge('a', 'b'),
    judge('b', 'b'),
    judge('b', null),
    judge('c', 'a'),
  ]
  const found = evaluateFamily(judgements, ['a', 'b', 'c', 'd'], 'test')
  t.is(found.n, 6)
  t.true(near(found.accuracy, 3 / 6))
  t.true(near(found.balanced_accuracy, (2 / 3 + 1 / 2 + 0) / 3))
  t.true(near(found.macro_f1, (4 / 6 + 2 / 4 + 0) / 3))
  t.true(near(found.answered, 5 / 6))
  t.deepEqual(found.confusion.counts, [
    [2, 1, 0, 0],
    [0, 1, 0, 0],
    [1, 0, 0, 0],
    [0, 0, 0, 0],
  ])
})

test('calibration error is the gap between score and share of hits, bin by bin', (t) => {
  const judgements = [0, 1, 2, 3].map((i) => ({ truth: ['a'], predicted: i < 3 ? 'a' : 'b', score: 0.75 }))
  t.true(near(calibrationError(judgements) as number, 0))
  t.true(near(calibrationError(judgements.map((one) => ({ ...one, score: 0.95 }))) as number, 0.2))
  t.is(calibrationError([{ truth: ['a'], predicted: null, score: 0 }]), null)
})

test('the temperature by which logits were made too sharp is found', (t) => {
  const source = random('temperature')
  const [rows, classes] = [4000, 4]
  const logits = new Float32Array(rows * classes)
  const labels = new Int32Array(rows)
  for (let row = 0; row < rows; row++) {
    const truth = Array.from({ length: classes }, () => source.normal())
    const weights = truth.map(Math.exp)
    const at = source.next() * weights.reduce((sum, w) => sum + w, 0)
    labels[row] = weights.findIndex((_, i) => weights.slice(0, i + 1).reduce((sum, w) => sum + w, 0) > at)
    truth.forEach((value, i) => {
      logits[row * classes + i] = 3 * value
    })
  }
  t.true(
    Math.abs(
      fitTemperature(
        logits,
        Array.from(labels, (label) => [label]),
        classes,
      ) - 3,
    ) < 0.25,
  )
  t.is(fitTemperature(new Float32Array(4), [[]], 4), 1)
  // Of two values that may both be true, either is right: doubt between them is none.
  const doubt = Float32Array.from({ length: 30 }, (_, at) => [2, 2, 0][at % 3]!)
  t.true(
    fitTemperature(
      doubt,
      Array.from({ length: 10 }, () => [0, 1]),
      3,
    ) < 0.2,
  )
})

test('regions are paired largest overlap first, each label once', (t) => {
  const label = { box: { x0: 0, y0: 0, x1: 0.5, y1: 0.5 } }
  const found = [
    { box: { x0: 0, y0: 0, x1: 0.5, y1: 0.45 }, score: 0.6 },
    { box: { x0: 0, y0: 0, x1: 0.5, y1: 0.4 }, score: 0.9 },
    { box: { x0: 0.6, y0: 0.6, x1: 0.9, y1: 0.9 }, score: 0.95 },
  ]
  t.deepEqual(
    [...matchRegions(found, [label]).keys()].map(({ score }) => score),
    [0.6],
  )
})

test('average precision is the area under the envelope of precision', (t) => {
  const found = [
    { score: 0.9, matched: true },
    { score: 0.8, matched: false },
    { score: 0.7, matched: true },
    { score: 0.6, matched: false },
  ]
  const { recall, precision, ap50 } = evaluateRegions(found, 4)
  t.is(recall, 0.5)
  t.is(precision, 0.5)
  t.true(near(ap50, (1 + 2 / 3) / 4))
  const nothing = { share: 0, low: 0, high: 1, n: 0 }
  t.deepEqual(evaluateRegions([], 0), {
    n: 0,
    recall: 0,
    precision: 0,
    ap50: 0,
    intervals: { recall: nothing, precision: nothing },
  })
})
