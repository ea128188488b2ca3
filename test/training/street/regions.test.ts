import test from 'ava'
import { anyOf, CLOTH_REGION, isGarment, REGIONS, regionsOf, UNKNOWN_REGION } from '../../../training/street/regions.ts'

test('an index means one region, several, or nothing', (t) => {
  for (const [index, region] of REGIONS.entries()) t.deepEqual(regionsOf(index), [region])
  t.deepEqual(regionsOf(anyOf(['outerwear', 'accessory'])), ['outerwear', 'accessory'])
  t.deepEqual(regionsOf(CLOTH_REGION), REGIONS.slice(2))
  t.deepEqual(regionsOf(UNKNOWN_REGION), [])
  t.deepEqual(regionsOf(100), [])
})

test('every set of worn regions has an index of its own, apart from single regions and the unknown', (t) => {
  const worn = REGIONS.slice(2)
  const indices = Array.from({ length: 31 }, (_, bits) => anyOf(worn.filter((_, at) => ((bits + 1) >> at) & 1)))
  t.is(new Set([...indices, ...REGIONS.keys(), UNKNOWN_REGION]).size, 31 + REGIONS.length + 1)
})

test('a pixel may be a garment where its index allows one that is no accessory', (t) => {
  t.true(isGarment(REGIONS.indexOf('outerwear')))
  t.true(isGarment(anyOf(['accessory', 'lower_body_garment'])))
  for (const none of ['background', 'body', 'accessory'] as const) t.false(isGarment(REGIONS.indexOf(none)))
  t.false(isGarment(anyOf(['accessory'])))
  t.false(isGarment(UNKNOWN_REGION))
})
