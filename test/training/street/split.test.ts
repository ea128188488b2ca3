import test from 'ava'
import { splitOf } from '../../../training/street/split.ts'

test('a picture stays in its split', (t) => {
  t.is(splitOf('ccp', '0001.jpg'), splitOf('ccp', '0001.jpg'))
  t.deepEqual(
    ['0001.jpg', '0002.jpg', '0004.jpg', '0005.jpg', '0006.jpg', '0007.jpg'].map((name) => splitOf('ccp', name)),
    ['train', 'train', 'validation', 'test', 'validation', 'validation'],
  )
})

test('about 15 % are kept for the test and 8 % for validation', (t) => {
  const counts = { train: 0, validation: 0, test: 0 }
  for (let i = 0; i < 20_000; i++) counts[splitOf('any', `${i}.jpg`)]++
  t.true(Math.abs(counts.test / 20_000 - 0.15) < 0.01, String(counts.test))
  t.true(Math.abs(counts.validation / 20_000 - 0.08) < 0.01, String(counts.validation))
})
