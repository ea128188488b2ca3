import test from 'ava'
import { csvField, csvText } from '../../src/analysis/csv.ts'

for (const attack of [
  '=1+1',
  '+1',
  '-1+cmd',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\u0000=1',
  ' =1',
  '\ufeff=1',
  '＝1',
  '\n=1',
]) {
  test(`${[...attack].map((c) => c.codePointAt(0)!.toString(16)).join(' ')} cannot become a formula`, (t) => {
    t.true(csvField(attack).replace(/^"/, '').startsWith("'"))
  })
}

test('numbers stay numbers, also negative ones, and null is empty', (t) => {
  t.is(csvField(-0.5), '-0.5')
  t.is(csvField(null), '')
  t.is(csvField(true), 'true')
})

test('quotes, commas and line ends are quoted', (t) => {
  t.is(csvField('a "b", c\n'), '"a ""b"", c\n"')
})

test('rows have a header and CRLF ends', (t) => {
  t.is(csvText([{ a: 1, b: 'x' }]), 'a,b\r\n1,x\r\n')
})
