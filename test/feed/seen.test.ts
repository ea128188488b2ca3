import test from 'ava'
import { SeenIds } from '../../src/feed/seen.ts'

test('an id is new once', (t) => {
  const seen = new SeenIds()
  const ids = Array.from({ length: 20_000 }, (_, index) => `post-${index}`)
  t.true(ids.every((id) => !seen.has(id)))
  t.true(ids.every((id) => seen.has(id)))
  t.false(seen.has('post-20000'))
  t.false(seen.has(''))
  t.true(seen.has(''))
})
