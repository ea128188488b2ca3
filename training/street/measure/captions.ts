import { readFile } from 'node:fs/promises'
import type { Engine } from '../../../src/inference/engine.ts'
import { type Proportion, shareOf } from '../../../src/learning/evaluate/proportion.ts'
import { OCCASIONS, type Occasion } from '../../../src/vocabulary/vocabulary.ts'
import type { Figures } from './figures.ts'
import { namedByWords, readWordLists } from './word-list.ts'

/** A caption as people post it, written and labelled by hand. No occasion: it says nothing of any. */
export interface HandCaption {
  readonly text: string
  /** ISO 639-1 */
  readonly language: string
  /** Those a reader would accept: one, seldom two. */
  readonly occasions: readonly Occasion[]
}

/** A caption with the occasion named from it; null where none was. */
export interface Answer extends HandCaption {
  readonly named: Occasion | null
}

/** How well occasions are named: over all captions, by language and by occasion. */
export interface CaptionFigures {
  readonly all: Figures
  readonly languages: { readonly [language: string]: Figures }
  /** By the first occasion that a caption is labelled with. */
  readonly occasions: { readonly [occasion: string]: Figures }
}

/** The test set: none of it was drawn from, or looked up in, anything a pack learns from. */
export async function readCaptions(): Promise<HandCaption[]> {
  return JSON.parse(await readFile(new URL('./captions.json', import.meta.url), 'utf8')) as HandCaption[]
}

/**
 * Figures of a pack on the test set, each caption under a picture that shows nothing, and those of lists of words:
 * the English one alone and all languages' at once.
 */
export async function handCaptionFigures(engine: Engine): Promise<{
  readonly pack: CaptionFigures
  readonly 'English word list': CaptionFigures
  readonly 'word lists': CaptionFigures
}> {
  const captions = await readCaptions()
  const lists = await readWordLists()
  const english = namedByWords({ en: lists.en as NonNullable<typeof lists.en> })
  const words = namedByWords(lists)
  const byList = (name: (text: string) => Occasion | null) =>
    captionFigures(captions.map((caption) => ({ ...caption, named: name(caption.text) })))
  return {
    pack: captionFigures(await nameOccasions(engine, captions)),
    'English word list': byList(english),
    'word lists': byList(words),
  }
}

/** Occasions of captions under an empty canvas: the pack's own padding, so no person, no garment, no scene. */
export async function nameOccasions(engine: Engine, captions: readonly HandCaption[]): Promise<Answer[]> {
  const { width, height, pad } = engine.pack.input
  const placement = { x: 0, y: 0, width, height }
  return Promise.all(
    captions.map(async (caption) => {
      const slot = await engine.acquire()
      for (let i = 0; i < slot.pixels.length; i++) slot.pixels[i] = pad[i % 3] as number
      const { occasion } = await engine.submit(slot, { caption: caption.text, placement })
      return { ...caption, named: occasion }
    }),
  )
}

/** Figures of answers: right is any of a caption's occasions, and unnamed is wrong unless said otherwise. */
export function captionFigures(answers: readonly Answer[]): CaptionFigures {
  const by = (keys: readonly string[], keyOf: (answer: Answer) => string | undefined) =>
    Object.fromEntries(keys.map((key) => [key, figuresOf(answers.filter((answer) => keyOf(answer) === key))]))
  return {
    all: figuresOf(answers),
    languages: by([...new Set(answers.map(({ language }) => language))], ({ language }) => language),
    occasions: by(OCCASIONS, ({ occasions }) => occasions[0]),
  }
}

function figuresOf(answers: readonly Answer[]): Figures {
  const speaking = answers.filter(({ occasions }) => occasions.length > 0)
  const silent = answers.filter(({ occasions }) => occasions.length === 0)
  const figures: Record<string, Proportion> = {
    'right, unnamed counted as wrong': shareOf(speaking, isRight),
    'named where the caption speaks of one': shareOf(speaking, isNamed),
    'right where named': shareOf(speaking.filter(isNamed), isRight),
    'named where the caption speaks of none': shareOf(silent, isNamed),
  }
  return Object.fromEntries(Object.entries(figures).filter(([, { n }]) => n > 0))
}

const isNamed = ({ named }: Answer): boolean => named !== null
const isRight = ({ named, occasions }: Answer): boolean => named !== null && occasions.includes(named)
