import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { type ColumnSpec, TABLE_NAMES, TABLES } from '../../src/dataset/schema.ts'
import { PHOTO_ERROR_CODES } from '../../src/photo/errors.ts'
import { ROOT } from '../extract/run.ts'

const types = {
  utf8: 'utf8',
  bool: 'bool',
  int32: 'int32',
  float32: 'float32',
  float64: 'float64',
  timestamp: 'timestamp[ms, UTC]',
  dictionary: 'dictionary',
} as const

test('docs/schema.md lists the columns of each table in order, and every error code', async (t) => {
  const text = await readFile(join(ROOT, 'docs', 'schema.md'), 'utf8')
  for (const table of TABLE_NAMES) {
    const section = text.split(`### ${table}\n`)[1]?.split('\n##')[0] ?? ''
    const documented = [...section.matchAll(/^\| `(\w+)` \| ([^|]+) \| (yes|no) \|/gm)].map((match) => match.slice(1))
    const specs: readonly ColumnSpec[] = TABLES[table]
    t.deepEqual(
      documented,
      specs.map(({ name, kind, nullable }) => [name, types[kind], nullable ? 'yes' : 'no']),
    )
  }
  for (const code of PHOTO_ERROR_CODES) t.true(text.includes(`\`${code}\``), code)
})
