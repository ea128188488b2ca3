import test from 'ava'
import { summarize } from '../../../src/analysis/analyze.ts'
import { randomStream } from '../../../src/analysis/statistics/hash.ts'
import type { PackManifest } from '../../../src/inference/manifest.ts'
import { pick, rowsOf } from '../support/drawn.ts'
import { tallyOf } from '../support/tables.ts'

const labels = ['shirt', 't_shirt', 'top'] as const
const confusion = [
  [820, 120, 60],
  [150, 800, 50],
  [200, 100, 700],
]
const packWith = (counts: readonly (readonly number[])[]) =>
  ({ confusion: { category: { labels, counts, data: 'drawn' } } }) as unknown as PackManifest

async function correctionsOf(
  seed: number,
  truth: readonly number[],
  counts: readonly (readonly number[])[] = confusion,
) {
  const random = randomStream(seed)
  const rows = Array.from({ length: 20_000 }, (_, serial) => {
    const real = pick(random, [0, 1, 2], truth)
    const category = pick(random, labels, confusion[real]!)
    return rowsOf(`a${serial % 500}`, serial, { garments: [{ category }] })
  }).flat()
  const tally = await tallyOf(rows)
  return summarize({ tally, sources: [], pack: packWith(counts), versus: null, name: 'x' }, { replicates: 100 })
    .corrections
}

test('corrected shares have at most a third of the error of raw ones', async (t) => {
  const truth = [0.7, 0.25, 0.05]
  const found = await correctionsOf(1, truth)
  const error = (of: 'raw' | 'corrected' | 'inverted') =>
    found.reduce((sum, row) => sum + Math.abs(row[of]! - truth[labels.indexOf(row.value as 'top')]!), 0)
  t.log(
    `raw ${error('raw').toFixed(4)}, corrected ${error('corrected').toFixed(4)}, inverted ${error('inverted').toFixed(4)}`,
  )
  t.is(found.length, 3)
  t.true(error('corrected') <= error('raw') / 3)
  t.true(error('inverted') <= error('raw') / 3)
  for (const { value, low, high } of found) {
    const share = truth[labels.indexOf(value as 'top')]!
    t.true(low! <= share && share <= high!, value)
  }
})

test('a matrix of too few labels corrects nothing, and says so', async (t) => {
  const few = confusion.map((row) => row.map((count) => Math.round(count / 100)))
  const found = await correctionsOf(2, [0.5, 0.3, 0.2], few)
  t.true(found.every(({ flag, corrected, raw }) => flag === 'few_labels' && corrected === null && raw > 0))
})

test('classes that the pack cannot tell apart are not corrected', async (t) => {
  const blind = [
    [500, 500, 0],
    [500, 500, 0],
    [0, 0, 1000],
  ]
  const found = await correctionsOf(3, [0.5, 0.3, 0.2], blind)
  t.true(found.every(({ flag, corrected }) => flag === 'matrix_too_weak' && corrected === null))
})
