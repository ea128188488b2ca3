// Copies what the compiler leaves behind (data, styles, templates) beside the compiled code.
// Bundles the program that the report carries.
import { cp, mkdir, readdir } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { build } from 'esbuild'

const carried = new Set(['.json', '.css', '.html', '.csv', '.svg', '.md', '.txt', '.jsonl', '.mjs', '.topojson'])
const roots = ['src', 'fixtures', 'training', 'bench', 'test']

for (const root of roots) {
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !carried.has(extname(entry.name))) continue
    const from = join(entry.parentPath, entry.name)
    if (from.startsWith(join('fixtures', 'feed')) || entry.name === 'tsconfig.json') continue
    const to = join('dist', from)
    await mkdir(dirname(to), { recursive: true })
    await cp(from, to)
  }
}

// Transforms of Vega that no chart of the report uses: a tenth of the program.
const unused = ['crossfilter', 'hierarchy', 'label', 'regression', 'voronoi', 'wordcloud', 'force']

await build({
  alias: Object.fromEntries(unused.map((name) => [`vega-${name}`, resolve('scripts/empty.mjs')])),
  entryPoints: ['src/report/browser/main.ts'],
  outfile: 'dist/src/report/page.js',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
})
