import test from 'ava'
import { run } from '../../../bench/coverage.ts'

test('intervals hold the truth about as often as they say, though accounts are unequal', async (t) => {
  const result = (await run({ feeds: 8, nullFeeds: 0 })) as { coverage: { [kind: string]: number } }
  for (const [kind, share] of Object.entries(result.coverage)) {
    // Eight feeds are enough to see intervals of photos instead of accounts, which hold it 70 times in 100.
    t.true(share > 0.86, `${kind}: ${share}`)
  }
})
