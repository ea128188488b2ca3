import { readFile } from 'node:fs/promises'
import { OCCASIONS, type Occasion } from '../../../src/vocabulary/vocabulary.ts'

/** At most fifteen words an occasion in each language, apart by spaces, `_` for a space within; English by `en`. */
export type WordLists = { readonly [language: string]: { readonly [occasion in Occasion]: string } }

/** Scripts with spaces: a word of the list has to begin a word there, unless it is part of a hashtag. */
const spaced = /^[\p{Script=Latin}\p{Script=Cyrillic}]/u
/** Shorter words are looked for as whole words only: `bal` is no part of `balance`. */
const WHOLE_BELOW = 4

/** The lists that the network has to beat: the plainest thing that names an occasion. */
export async function readWordLists(): Promise<WordLists> {
  return JSON.parse(await readFile(new URL('./word-list.json', import.meta.url), 'utf8')) as WordLists
}

/**
 * Names the occasion most of whose listed words stand in a caption, or that of the first such word where several have
 * as many; null where there is none. The lists of all languages given are asked at once.
 */
export function namedByWords(lists: WordLists): (caption: string) => Occasion | null {
  const patterns = OCCASIONS.map((occasion) => {
    const words = new Set(Object.values(lists).flatMap((list) => list[occasion].split(' ')))
    return { occasion, words: [...words].map((word) => patternOf(word.replaceAll('_', ' '))) }
  })
  return (caption) => {
    const text = caption.normalize('NFKC').toLowerCase()
    const hits = patterns.flatMap(({ occasion, words }) => {
      const places = words.map((word) => text.search(word)).filter((place) => place >= 0)
      return places.length === 0 ? [] : [{ occasion, count: places.length, first: Math.min(...places) }]
    })
    return hits.sort((a, b) => b.count - a.count || a.first - b.first)[0]?.occasion ?? null
  }
}

function patternOf(word: string): RegExp {
  const source = word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  if (!spaced.test(word)) return new RegExp(source, 'u')
  const begins = `(?<![\\p{L}\\p{M}\\p{N}])${source}`
  if (word.length < WHOLE_BELOW) return new RegExp(`${begins}(?![\\p{L}\\p{M}\\p{N}])`, 'u')
  return new RegExp(`${begins}|(?<=#[\\p{L}\\p{M}\\p{N}_]*)${source}`, 'u')
}
