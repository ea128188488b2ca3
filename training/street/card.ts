import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { PackManifest } from '../../src/inference/manifest.ts'
import type { Figures } from './measure/figures.ts'

/**
 * `node dist/training/street/card.js --figures FILE --cpu-ms N --trained TEXT --pack DIR` writes the pack's
 * MODEL_CARD.md: the words of `card.md`, with what `measure.js --json --split test` printed put in.
 */
const { values } = parseArgs({
  options: {
    figures: { type: 'string' },
    trained: { type: 'string', default: '' },
    'cpu-ms': { type: 'string', default: '' },
    pack: { type: 'string', default: 'models/street' },
  },
})

const titles: { readonly [source: string]: string } = {
  ccp: 'Clothing Co-Parsing, street photos with masks',
  'clothing-attributes': 'Clothing Attribute Dataset, street photos',
  fairface: 'FairFace, adult faces, each a photo of its own',
  miniplaces: 'MiniPlaces, scenes without captions',
  captions:
    'Texts kept apart (hashtags with the tag that names the occasion mostly removed, made-up captions), under street photos',
  drawn: 'Drawn photos of the synthetic feed',
}

function table(figures: Figures): string {
  const rows = Object.entries(figures).map(
    ([name, { share, low, high, n }]) =>
      `| ${name} | ${share.toFixed(3)} | ${Math.max(0, low).toFixed(3)} to ${Math.min(1, high).toFixed(3)} | ${n} |`,
  )
  return ['| what | share | 95 % interval | n |', '|---|---|---|---|', ...rows].join('\n')
}

async function writeCard(): Promise<void> {
  const pack = resolve(values.pack)
  const manifest = JSON.parse(await readFile(join(pack, 'pack.json'), 'utf8')) as PackManifest
  const figures = JSON.parse(await readFile(resolve(values.figures ?? ''), 'utf8')) as Record<string, Figures>
  const sections = Object.entries(figures).map(([source, rows]) => `### ${titles[source] ?? source}\n\n${table(rows)}`)
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0)
  const filled: Readonly<Record<string, string>> = {
    version: manifest.version,
    megabytes: (bytes / 1e6).toFixed(1),
    figures: sections.join('\n\n'),
    trained: values.trained,
    cpu_ms: values['cpu-ms'],
    thresholds: [
      '| what | least |',
      '|---|---|',
      ...Object.entries(manifest.thresholds).map(([name, value]) => `| ${name} | ${value} |`),
    ].join('\n'),
  }
  const words = await readFile(new URL('card.md', import.meta.url), 'utf8')
  const card = words.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = filled[name]
    if (value === undefined) throw new Error(`card.md asks for ${name}`)
    return value
  })
  await writeFile(join(pack, 'MODEL_CARD.md'), card)
}

await writeCard()
