import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openEngine } from '../../src/inference/engine.ts'
import type { PackManifest } from '../../src/inference/manifest.ts'
import { readTruth } from '../../src/learning/evaluate/read-truth.ts'
import { LABEL_FILE } from '../../src/learning/evaluate/subject.ts'
import { confusionTable, personTable, type TextTable } from '../../src/learning/evaluate/words.ts'
import { FAMILIES } from '../../src/vocabulary/vocabulary.ts'
import { exampleMistakes } from './measure/examples.ts'
import { childrenFound, facesAlone, mixedUp, placesAlone } from './measure/failures.ts'
import { type Figures, judge, type Measured } from './measure/figures.ts'
import { drawMistakes } from './measure/sheet.ts'

/**
 * `node dist/training/street/card.js --figures FILE --cpu-ms N --trained TEXT --pack DIR` writes the pack's
 * MODEL_CARD.md: the words of `card.md`, with what `measure.js --json --split test` printed put in, and beside it
 * `failures.webp`, mistakes of the pack on the drawn photos of `fixtures/`.
 */
const { values } = parseArgs({
  options: {
    figures: { type: 'string' },
    trained: { type: 'string', default: '' },
    'cpu-ms': { type: 'string', default: '' },
    pack: { type: 'string', default: 'models/street' },
    fixtures: { type: 'string', default: 'fixtures' },
  },
})

const titles: { readonly [source: string]: string } = {
  ccp: 'Clothing Co-Parsing, street photos with masks',
  'clothing-attributes': 'Clothing Attribute Dataset, street photos',
  fairface: 'FairFace, faces, each a photo of its own; adults but for the row on children',
  miniplaces: 'MiniPlaces, scenes without captions',
  'captions, pack': 'Captions written and labelled by hand, under an empty picture',
  'captions, English word list': 'The same captions, by a list of some fifteen English words an occasion',
  'captions, word lists': 'The same captions, by such lists in each language',
  texts:
    'Texts kept apart (hashtags with the tag that names the occasion mostly removed, made-up captions), under street photos',
  drawn: 'Drawn photos of the synthetic feed',
}

const titleOf = (source: string): string => titles[source] ?? source

/** Families whose confusion the card shows, by data set. */
const CONFUSED = {
  ccp: ['group', 'category'],
  'clothing-attributes': ['gender', 'category', 'sleeve_length', 'neckline', 'solid_or_patterned'],
  fairface: ['gender', 'age'],
} as const

function figureTable(figures: Figures): string {
  const rows = Object.entries(figures).map(([name, { share, low, high, n }]) => [
    name,
    share.toFixed(3),
    `${low.toFixed(3)} to ${high.toFixed(3)}`,
    String(n),
  ])
  return markdown({ headings: ['what', 'share', '95 % interval', 'n'], rows })
}

function markdown({ headings, rows }: Pick<TextTable, 'headings' | 'rows'>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(headings), `|${'---|'.repeat(headings.length)}`, ...rows.map(line)].join('\n')
}

/** Real photos only. */
function byPerson({ evaluations }: Measured): string {
  const sections = Object.entries(evaluations).flatMap(([source, evaluation]) => {
    const table = personTable(evaluation)
    return source === 'drawn' || table.rows.length === 0 ? [] : [`### ${titleOf(source)}\n\n${markdown(table)}`]
  })
  return sections.join('\n\n')
}

function confusion({ evaluations }: Measured): string {
  const sections = Object.entries(CONFUSED).flatMap(([source, families]) =>
    families.flatMap((family) => {
      const matrix = evaluations[source]?.families[family]?.confusion
      if (matrix === undefined) return []
      const table = confusionTable(family, matrix)
      return [`**${titleOf(source)}: ${table.title}**\n\n${markdown(table)}`]
    }),
  )
  return sections.join('\n\n')
}

/** Attribute families that only the drawn photos label. */
function drawnOnly({ evaluations }: Measured): string {
  const real = Object.entries(evaluations).filter(([source]) => source !== 'drawn')
  return FAMILIES.filter((family) => real.every(([, { families }]) => families[family] === undefined)).join(', ')
}

/** Draws mistakes on photos of the drawn feed, and says what they are. */
async function drawExamples(pack: string, fixtures: string): Promise<string> {
  const feed = join(fixtures, 'feed')
  const truths = await readTruth(join(fixtures, 'feed-truth', LABEL_FILE))
  const engine = await openEngine({ pack, device: 'cpu', people: true })
  try {
    const photos = truths.map((truth) => ({ file: join(feed, truth.photo), truth }))
    const mistakes = exampleMistakes(await judge(engine, photos))
    if (mistakes.length === 0) return 'none.'
    await writeFile(join(pack, 'failures.webp'), await drawMistakes(feed, mistakes))
    const words = mistakes.map((mistake) => mistake.words).join('; ')
    return `${words}.\n\n![Drawn people with boxes round garments and persons](failures.webp)`
  } finally {
    await engine.close()
  }
}

async function writeCard(): Promise<void> {
  const pack = resolve(values.pack)
  const manifest = JSON.parse(await readFile(join(pack, 'pack.json'), 'utf8')) as PackManifest
  const measured = JSON.parse(await readFile(resolve(values.figures ?? ''), 'utf8')) as Measured
  const sections = Object.entries(measured.figures).map(
    ([source, rows]) => `### ${titleOf(source)}\n\n${figureTable(rows)}`,
  )
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0)
  const filled: Readonly<Record<string, string>> = {
    version: manifest.version,
    megabytes: (bytes / 1e6).toFixed(1),
    figures: sections.join('\n\n'),
    by_person: byPerson(measured),
    confusion: confusion(measured),
    drawn_only: drawnOnly(measured),
    mixed_up_groups: mixedUp(measured.evaluations.ccp, 'group'),
    mixed_up_categories: mixedUp(measured.evaluations.ccp, 'category'),
    mixed_up_necklines: mixedUp(measured.evaluations['clothing-attributes'], 'neckline'),
    faces_alone: facesAlone(measured.evaluations.fairface),
    children: childrenFound(measured.evaluations.fairface),
    examples: await drawExamples(pack, resolve(values.fixtures)),
    places_alone: placesAlone(measured.evaluations.miniplaces),
    trained: values.trained,
    cpu_ms: values['cpu-ms'],
    thresholds: markdown({
      headings: ['what', 'least'],
      rows: Object.entries(manifest.thresholds).map(([name, value]) => [name, String(value)]),
    }),
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
