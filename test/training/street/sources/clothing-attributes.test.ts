import test from 'ava'
import { labelsOf } from '../../../../training/street/sources/clothing-attributes.ts'

test('labels become sets of values that may be true', (t) => {
  const { person, garment } = labelsOf({
    gender: '2',
    category: '4',
    sleevelength: '3',
    neckline: '1',
    pattern_solid: '1',
    pattern_stripe: '2',
    black: '2',
    gray: '1',
  })
  t.deepEqual(person, { gender: ['female'] })
  t.deepEqual(garment, {
    category: ['blazer', 'cardigan', 'coat', 'jacket', 'vest_waistcoat'],
    sleeve_length: ['long', 'three_quarter'],
    neckline: ['v_neck'],
    pattern: ['striped'],
    product_color: ['black'],
  })
})

test('what annotators did not agree on is no label', (t) => {
  t.deepEqual(labelsOf({ gender: '', category: '', sleevelength: '', neckline: '', pattern_solid: '' }), {
    person: {},
    garment: {},
  })
})

test('not solid and of no named pattern is any pattern but solid', (t) => {
  t.deepEqual(labelsOf({ pattern_solid: '1' }).garment.pattern, [
    'striped',
    'plaid',
    'floral',
    'dotted',
    'graphic',
    'other',
  ])
})
