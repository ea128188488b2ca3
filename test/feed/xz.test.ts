import test from 'ava'
import { decompressXz } from '../../src/feed/xz.ts'
import { storeXz } from './support/xz.ts'

/** `{"look": "dress"}` fifty times, packed by the reference tool without a checksum, as Instaloader packs. */
const PACKED =
  '/Td6WFoAAAD/EtlBAgAhARYAAAB0L+Wj4AODAB5dAD2IiYc8lMctD77OH4YWeO0U52n9Xgu0DIQI0WHVAAAAAAABMoQHAAAAkFxWU6gACvwCAAAAAABZWg=='

const content = Buffer.from('{"look": "dress"}\n'.repeat(50))

test('what the reference tool packed is unpacked', async (t) => {
  t.deepEqual(await decompressXz(Buffer.from(PACKED, 'base64'), 10_000), content)
})

test('stored content of several chunks is unpacked', async (t) => {
  const large = Buffer.alloc(200_000, 'look')
  t.deepEqual(await decompressXz(storeXz(large), 1_000_000), large)
})

test('more than the limit is refused', async (t) => {
  t.is(await decompressXz(Buffer.from(PACKED, 'base64'), 100), 'too_large')
})

test('cut off, empty or other bytes are damaged', async (t) => {
  const packed = Buffer.from(PACKED, 'base64')
  for (const bytes of [packed.subarray(0, 30), Buffer.alloc(0), Buffer.from('not xz at all, not at all')]) {
    t.is(await decompressXz(bytes, 10_000), 'damaged')
  }
})
