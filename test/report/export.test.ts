import test from 'ava'
import { heatmapChart } from '../../src/report/charts/heatmap.ts'
import { csv, notebook } from '../../src/report/export.ts'
import { wordsOf } from '../../src/report/words.ts'
import { attacks } from './attacks.ts'
import { sampleAnalysis } from './sample.ts'

const table = {
  caption: 'c',
  columns: [{ label: 'what' }, { label: 'n', numeric: true }],
  rows: [
    ['=1+1', { text: '12 %', value: 0.1234567 }],
    ['a "b", c', { text: '–', value: null }],
  ],
} as const

test('CSV has plain numbers, quotes what needs it, and no formulas', (t) => {
  t.is(csv(table), 'what,n\r\n\'=1+1,0.123457\r\n"a ""b"", c",\r\n')
})

test('no attack string starts a formula', (t) => {
  const rows = attacks.map((attack) => [attack])
  for (const line of csv({ caption: '', columns: [{ label: 'x' }], rows }).split('\r\n')) t.notRegex(line, /^"?[=+@-]/)
})

test('a notebook is valid JSON with the numbers in a Python string', (t) => {
  const chart = heatmapChart(sampleAnalysis(800).popularity, wordsOf('en'), 'lift', 'wide')
  const book = JSON.parse(notebook(chart))
  t.is(book.nbformat, 4)
  t.regex(book.cells[1].source.join(''), /^import io\nimport pandas as pd\n\ntable = pd\.read_csv\(io\.StringIO\("/)
})
