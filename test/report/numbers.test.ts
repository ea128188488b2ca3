import test from 'ava'
import { bigCount, count, interval, measure, percent, times } from '../../src/report/numbers.ts'

test('counts are grouped by thin spaces, and what is unknown is a dash', (t) => {
  t.is(count(1234567), '1\u2009234\u2009567')
  t.is(count(999), '999')
  t.is(count(null), '–')
})

test('headline counts take the largest unit that fits', (t) => {
  const units = [
    { size: 1_000_000, word: 'm' },
    { size: 1000, word: 'k' },
  ]
  t.is(bigCount(9999, units), '9\u2009999')
  t.is(bigCount(10_526, units), '10.5k')
  t.is(bigCount(2_000_000, units), '2m')
})

test('small shares keep a decimal, large ones do not, tiny ones are not called zero', (t) => {
  t.is(percent(0.1234), '12\u2009%')
  t.is(percent(0.046), '4.6\u2009%')
  t.is(percent(0.0004), '<\u20090.1\u2009%')
  t.is(percent(0), '0\u2009%')
})

test('an interval says its unit once', (t) => {
  t.is(interval(0.12, 0.16, percent), '12–16\u2009%')
  t.is(interval(2.6, 3.7, times), '2.6–3.7×')
  t.is(interval(null, 3.7, times), '–')
})

test('a negative measure has a true minus', (t) => {
  t.is(measure(-0.25), '−0.25')
})
