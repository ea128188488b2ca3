import { createHash, randomBytes } from 'node:crypto'
import test from 'ava'
import { DuplicateIndex, NEAR_BITS } from '../../src/dataset/duplicates.ts'
import { KeyIndex } from '../../src/dataset/key-index.ts'

const sha = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A hash with some of its 128 bits turned over. */
function turned(hash: string, bits: readonly number[]): string {
  const bytes = Buffer.from(hash, 'hex')
  for (const bit of bits) bytes[bit >> 3]! ^= 1 << (bit & 7)
  return bytes.toString('hex')
}

test('the same bytes repeat the first photo, also through a chain of copies', (t) => {
  const index = new DuplicateIndex()
  t.is(index.add('a', sha('1'), null), null)
  t.is(index.add('b', sha('2'), null), null)
  t.is(index.add('c', sha('1'), null), 'a')
  t.is(index.add('d', sha('1'), null), 'a')
})

test('a picture a few bits away is a copy wherever the bits are, one further away is not', (t) => {
  const hash = randomBytes(16).toString('hex')
  for (let start = 0; start < 128; start += 5) {
    const near = Array.from({ length: NEAR_BITS }, (_, i) => (start + i * 21) % 128)
    const index = new DuplicateIndex()
    index.add('a', sha('1'), hash)
    t.is(index.add('b', sha('2'), turned(hash, near)), 'a')
    t.is(index.add('c', sha('3'), turned(hash, [...near, (start + 10) % 128])), null)
  }
})

test('of several near ones the nearest is named', (t) => {
  const hash = '5'.repeat(32)
  const index = new DuplicateIndex()
  index.add('far', sha('1'), turned(hash, [0, 20, 40, 60, 80]))
  index.add('unlike', sha('2'), turned(hash, [...Array(64).keys()]))
  t.is(index.add('near', sha('3'), turned(hash, [1, 21])), null)
  t.is(index.add('copy', sha('4'), hash), 'near')
})

test('thousands of photos stay apart and are found again', (t) => {
  const index = new DuplicateIndex()
  const hashes = Array.from({ length: 5000 }, (_, i) => sha(`picture ${i}`).slice(0, 32))
  for (const [i, hash] of hashes.entries()) t.is(index.add(`p${i}`, sha(`file ${i}`), hash), null)
  for (const i of [0, 1, 1023, 1024, 4999])
    t.is(index.add('again', sha(`other ${i}`), turned(hashes[i]!, [3])), `p${i}`)
})

test('a key index keeps every number through growth, and says -1 for what it lacks', (t) => {
  const index = new KeyIndex()
  const key = (i: number): Buffer => createHash('sha256').update(String(i)).digest()
  for (let i = 0; i < 20_000; i++) index.set(key(i), i)
  index.set(key(7), 70)
  t.is(index.size, 20_000)
  for (let i = 0; i < 20_000; i++) if (index.get(key(i)) !== (i === 7 ? 70 : i)) t.fail(String(i))
  t.is(index.get(key(20_001)), -1)
})
