import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { LAYOUTS } from '../../src/feed/options.ts'
import { WARNING_CODES, warn } from '../../src/feed/warnings.ts'

const root = join(import.meta.dirname, '../../..')
const page = readFileSync(join(root, 'docs/layouts.md'), 'utf8')
const warnings = page.slice(page.indexOf('## Warnings'), page.indexOf('## When nothing can be read'))

test('the page on layouts lists every warning code with its meaning, and no other', (t) => {
  const listed = [...warnings.matchAll(/^\| `([a-z_0-9]+)` \| ([^|]+) \|$/gm)].map(([, code, meaning]) => [
    code,
    meaning?.trim(),
  ])
  t.deepEqual(Object.fromEntries(listed), { ...WARNING_CODES })
})

test('the page on layouts has a section for every layout', (t) => {
  for (const layout of LAYOUTS) t.regex(page, new RegExp(`^### \`${layout}\``, 'm'), layout)
})

test('every warning code is used', (t) => {
  const folder = join(root, 'src/feed')
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'warnings.ts')
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
  for (const name of Object.keys(WARNING_CODES)) t.true(code.includes(`'${name}'`), name)
})

test('a warning without words of its own says what its code means', (t) => {
  t.deepEqual(warn('video_skipped', 'a.mp4'), {
    warning: { code: 'video_skipped', path: 'a.mp4', message: 'A video, or the thumbnail of one.' },
  })
})
