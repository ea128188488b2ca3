// Copies what the compiler leaves behind (data, styles, templates) beside the compiled code.
import { cp, mkdir, readdir } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'

const carried = new Set(['.json', '.css', '.html', '.csv', '.svg', '.md', '.txt', '.jsonl', '.mjs', '.topojson'])
const roots = ['src', 'fixtures', 'training', 'bench', 'test']

for (const root of roots) {
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !carried.has(extname(entry.name))) continue
    const from = join(entry.parentPath, entry.name)
    if (from.startsWith(join('fixtures', 'feed'))) continue
    const to = join('dist', from)
    await mkdir(dirname(to), { recursive: true })
    await cp(from, to)
  }
}
