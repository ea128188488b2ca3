import test from 'ava'
import { measureTextItem, textWidth } from '../../src/report/text-width.ts'

test('widths are those of Helvetica', (t) => {
  t.is(textWidth('Bosnia and Herzegovina 16', 10), 122.84)
})

test('an ideograph is an em wide', (t) => {
  t.is(textWidth('连衣裙', 12), 36)
})

test('bold text is wider', (t) => {
  t.true(measureTextItem({ fontSize: 11, fontWeight: 600 }, 'dress') > measureTextItem({ fontSize: 11 }, 'dress'))
})
