import type { ConfusionMatrix } from '../../inference/manifest.ts'
import type { FindingsEvaluation } from './judge.ts'
import type { Rate } from './metrics.ts'
import type { Proportion } from './proportion.ts'
import type { RegionEvaluation } from './regions.ts'
import type { Evaluation } from './tables.ts'

/** A table for people: its title, headings, and rows of text. */
export interface TextTable {
  readonly title: string
  readonly headings: readonly string[]
  /** Leading columns of words; the others hold numbers. */
  readonly words: number
  readonly rows: readonly (readonly string[])[]
}

/** An evaluation as tables: regions, families, families by gender and age, confusion matrices. Empty ones are left out. */
export function evaluationTables(evaluation: FindingsEvaluation): TextTable[] {
  const tables = [regionTable(evaluation), familyTable(evaluation), personTable(evaluation)]
  const families = Object.entries(evaluation.families)
  return [...tables, ...families.map(([name, { confusion }]) => confusionTable(name, confusion))].filter(
    ({ rows }) => rows.length > 0,
  )
}

function regionTable({ regions, people }: FindingsEvaluation): TextTable {
  const row = (name: string, region: RegionEvaluation | null): string[][] => {
    if (region === null) return []
    const { recall, precision } = region.intervals
    return [[name, ...shareCells(recall), String(precision.n), ...shareCells(precision).slice(1), percent(region.ap50)]]
  }
  return {
    title: 'Regions, overlap at least 0.5',
    words: 1,
    headings: ['region', 'n', 'recall', '95 % interval', 'found', 'precision', '95 % interval', 'AP50'],
    rows: [...row('garments', regions), ...row('people', people)],
  }
}

function familyTable({ families }: FindingsEvaluation): TextTable {
  return {
    title: 'Families; what is not answered counts as wrong, except on the right',
    words: 1,
    headings: [
      'family',
      'n',
      'accuracy',
      '95 % interval',
      'balanced',
      'macro F1',
      'ECE',
      'answered',
      'where answered',
      '95 % interval',
    ],
    rows: Object.entries(families).map(([name, family]) => [
      name,
      String(family.n),
      percent(family.accuracy),
      interval(family),
      percent(family.balanced_accuracy),
      percent(family.macro_f1),
      family.ece === null ? '' : percent(family.ece),
      ...answeredCells(family),
    ]),
  }
}

/** Each family by the gender and age that labels give the person. */
export function personTable({ families }: FindingsEvaluation): TextTable {
  return {
    title: 'By gender and age as labelled',
    words: 2,
    headings: ['family', 'person', 'n', 'accuracy', '95 % interval', 'answered', 'where answered', '95 % interval'],
    rows: Object.entries(families).flatMap(([name, { by }]) =>
      [...Object.entries(by.gender), ...Object.entries(by.age)].map(([person, rate]) => [
        name,
        person,
        String(rate.n),
        percent(rate.accuracy),
        interval(rate),
        ...answeredCells(rate),
      ]),
    ),
  }
}

/** Only classes that occur; columns are headed by the numbers of the rows. */
export function confusionTable(family: string, { labels, counts }: ConfusionMatrix): TextTable {
  const total = (at: number) => counts.reduce((sum, row, i) => sum + (row[at] ?? 0) + (i === at ? sumOf(row) : 0), 0)
  const kept = labels.map((_, at) => at).filter((at) => total(at) > 0)
  return {
    title: `${family}: true (rows), said (columns)`,
    words: 1,
    headings: ['', ...kept.map((_, i) => String(i + 1))],
    rows: kept.map((at, i) => [
      `${i + 1} ${labels[at]}`,
      ...kept.map((column) => (counts[at]?.[column] ? String(counts[at][column]) : '·')),
    ]),
  }
}

/** One sentence each on the photos, the main person and garment, and children. */
export function evaluationText({ photos, main, children }: Evaluation): string {
  const sentences = [`${photos.found} of ${photos.labelled} labelled photos, ${photos.failed} unreadable.`]
  const share = (found: Proportion) => `${percent(found.share)} of ${found.n} (${interval(found)})`
  if (main.person !== null) sentences.push(`Main person found: ${share(main.person)}.`)
  if (main.garment !== null) sentences.push(`Main garment found: ${share(main.garment)}.`)
  if (children !== null) sentences.push(`Children given neither gender nor age: ${share(children)}.`)
  return sentences.join('\n')
}

const answeredCells = ({ answered, named }: Rate): string[] => [
  percent(answered),
  percent(named.share),
  interval(named),
]

const shareCells = (found: Proportion): string[] => [String(found.n), percent(found.share), interval(found)]

const interval = ({ low, high }: { low: number; high: number }): string => `${percent(low)} to ${percent(high)}`

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
