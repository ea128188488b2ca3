import test from 'ava'
import { coverageOf, type Verdict } from '../../../bench/coverage.ts'
import { groupShares, sliceTables } from '../../../src/analysis/sections/groups.ts'
import { popularity } from '../../../src/analysis/sections/popularity.ts'
import { monthTable, trends } from '../../../src/analysis/sections/trends.ts'
import { wearerTable } from '../../../src/analysis/sections/wearers.ts'
import { Bootstrap } from '../../../src/analysis/statistics/bootstrap.ts'
import { BUCKETS } from '../../../src/analysis/tally/pages.ts'
import { tallyOf } from '../support/tables.ts'
import { drawTastes } from '../support/tastes.ts'

const FEEDS = 20
const MIN_COUNT = 10
/** A mean that lies by so many of its errors below 95 % is no luck: it would be once in two hundred draws. */
const ERRORS = 2.6
/** A true coverage of 90 % is refuted in 7 of 10 draws if it lies half an error further off than that. */
const MOST_ERROR = (0.95 - 0.9) / (ERRORS + 0.5)

/** The intervals of one feed, without the sections that have none. */
async function verdictsOf(feed: number): Promise<Verdict[]> {
  const rows = drawTastes({ accounts: 100, persons: 900, seed: 7_654_321 + feed })
  const { cube } = await tallyOf(rows, MIN_COUNT, 65_536)
  const bootstrap = new Bootstrap(BUCKETS, 150, feed + 1)
  const wearers = wearerTable(cube, MIN_COUNT)
  return coverageOf({
    popularity: popularity(cube, wearers, bootstrap, { minCount: MIN_COUNT, paper: false }),
    groups: groupShares(cube, sliceTables(cube, wearers, MIN_COUNT), bootstrap, MIN_COUNT),
    trends: trends(cube, monthTable(cube, MIN_COUNT), bootstrap, MIN_COUNT),
  })
}

interface Coverage {
  readonly mean: number
  /** Of the mean: intervals of one feed hang together, feeds do not. */
  readonly error: number
}

/** How often intervals hold the truth that are `scale` times as wide: mean and its error over feeds. */
function coverage(feeds: readonly (readonly Verdict[])[], scale: number): Coverage {
  const shares = feeds
    .filter((verdicts) => verdicts.length > 0)
    .map((verdicts) => verdicts.filter(({ distance }) => distance <= scale).length / verdicts.length)
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0)
  return { mean, error: Math.sqrt(squares / (shares.length - 1) / shares.length) }
}

function isRefuted({ mean, error }: Coverage): boolean {
  return mean + ERRORS * error < 0.95
}

test('intervals hold the truth as often as they say, though accounts are unequal', async (t) => {
  const feeds: Verdict[][] = []
  for (let feed = 0; feed < FEEDS; feed++) feeds.push(await verdictsOf(feed))
  const kinds = [...new Set(feeds.flat().map(({ kind }) => kind))]
  t.deepEqual(kinds.sort(), ['age', 'country', 'gender', 'lift', 'month', 'occasion', 'season'])
  for (const kind of kinds) {
    const mine = feeds.map((verdicts) => verdicts.filter((verdict) => verdict.kind === kind))
    const { mean, error } = coverage(mine, 1)
    t.log(`${kind}: ${mean.toFixed(3)} ± ${error.toFixed(3)}`)
    t.false(isRefuted({ mean, error }), `${kind} ${mean}`)
    t.true(error <= MOST_ERROR, `the check would see 90 %: ${kind} ± ${error}`)
    t.true(isRefuted(coverage(mine, 0.7)), `the check sees intervals that are too narrow: ${kind}`)
  }
})
