import type { Evaluation } from './tables.ts'

export const EVALUATION_HEADINGS = [
  'family',
  'n',
  'accuracy',
  '95 % interval',
  'balanced',
  'macro F1',
  'ECE',
  'answered',
]

/** An evaluation as rows of text: families, then garments and people as regions. */
export function evaluationRows({ families }: Evaluation): string[][] {
  return Object.entries(families).map(([name, family]) => [
    name,
    String(family.n),
    percent(family.accuracy),
    `${percent(family.low)} to ${percent(family.high)}`,
    percent(family.balanced_accuracy),
    percent(family.macro_f1),
    family.ece === null ? '' : percent(family.ece),
    percent(family.answered),
  ])
}

/** One sentence each on the photos, the garments' and the people's boxes. */
export function evaluationText({ photos, regions, people }: Evaluation): string {
  const sentences = [`${photos.found} of ${photos.labelled} labelled photos, ${photos.failed} unreadable.`]
  for (const [name, found] of [
    ['Garments', regions],
    ['People', people],
  ] as const) {
    if (found === null) continue
    const { n, recall, precision, ap50 } = found
    sentences.push(`${name}: ${n}, recall ${percent(recall)}, precision ${percent(precision)}, AP50 ${percent(ap50)}.`)
  }
  return sentences.join('\n')
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
