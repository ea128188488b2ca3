import type { Engine } from '../../../src/inference/engine.ts'
import { shareOf } from '../../../src/learning/evaluate/proportion.ts'
import type { Text } from '../sources/texts.ts'
import type { Figures } from './figures.ts'
import type { Labelled } from './labelled.ts'
import { lookAt } from './look-at.ts'

/** Texts looked at. */
const TEXTS = 600

/**
 * Occasions of texts that took no part in training, each under a street photo that shows no occasion, and how often
 * one is named where the text speaks of none.
 */
export async function textFigures(
  engine: Engine,
  photos: readonly Labelled[],
  texts: readonly Text[],
): Promise<Figures> {
  const chosen = texts.filter((_, index) => index % Math.ceil(texts.length / TEXTS) === 0)
  const file = (index: number) => photos[index % photos.length]?.file ?? ''
  const found = await lookAt(
    engine,
    chosen.map(({ text }, index) => ({ file: file(index), caption: text })),
  )
  const judged = chosen.map((text, index) => ({ ...text, named: found[index]?.occasion ?? null }))
  const speaking = judged.filter(({ occasion }) => occasion !== null)
  const silent = judged.filter(({ occasion }) => occasion === null)
  return {
    'occasion named where the caption speaks of one': shareOf(speaking, ({ named }) => named !== null),
    'occasion where named': shareOf(
      speaking.filter(({ named }) => named !== null),
      ({ named, occasion }) => named === occasion,
    ),
    'occasion named where the caption speaks of none': shareOf(silent, ({ named }) => named !== null),
  }
}
