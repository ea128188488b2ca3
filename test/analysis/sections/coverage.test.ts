import test from 'ava'
import { run } from '../../../bench/coverage.ts'

const FEEDS = 24
const LEVEL = 0.95

/**
 * The most of n feeds that is reached with a probability of more than 0.999 where each holds the truth with
 * probability p. The intervals of one feed depend on each other; a share of them varies at most as if all held it or
 * none did, and then the number of feeds that hold it is binomial.
 */
function reached(n: number, p: number): number {
  let below = 0
  let term = (1 - p) ** n
  for (let k = 0; ; k++) {
    below += term
    if (below >= 0.001) return k
    term *= ((n - k) / (k + 1)) * (p / (1 - p))
  }
}

test('intervals hold the truth about as often as they say, though accounts are unequal', async (t) => {
  // 19 of 24: intervals of photos instead of accounts hold it 70 times in 100, and fall short.
  const bound = reached(FEEDS, LEVEL) / FEEDS
  t.is(bound, 19 / 24)
  const result = (await run({ feeds: FEEDS, nullFeeds: 0 })) as { coverage: { [kind: string]: number } }
  for (const [kind, share] of Object.entries(result.coverage)) t.true(share >= bound, `${kind}: ${share}`)
})
