import type { TextInput } from '../manifest.ts'
import { hashText } from './hash.ts'
import { type Word, wordsOf } from './words.ts'

/** Lengths of the character n-grams of a word, `<` and `>` at its ends included (Bojanowski et al. 2017). */
const GRAMS = [3, 4, 5] as const

/**
 * A caption as integers for the text branch of a network: `tokens` rows of `pieces` ids, row-major, 0 = padding.
 * The first id of a row stands for the whole word; the others for its character n-grams, so that words never seen,
 * inflected or run together in a hashtag still share ids with words that were. Where a word has more n-grams than
 * places, those with the lowest hashes are kept: similar words then keep the same ones (min-wise sampling, Broder 1997).
 * A caption with too many tokens keeps its beginning and its end, where the hashtags are.
 * @returns `tokens * pieces` ids, each 0 or 1 to `buckets` - 1; all 0 for no caption
 */
export function tokensOf(caption: string | null, input: Pick<TextInput, 'tokens' | 'pieces' | 'buckets'>): Int32Array {
  const { tokens, pieces, buckets } = input
  const ids = new Int32Array(tokens * pieces)
  if (caption === null) return ids
  for (const [row, word] of keepEnds(wordsOf(caption), tokens).entries()) {
    const hashes = [hashText(`${word.kind}:${word.text}`), ...lowestGrams(word, pieces - 1)]
    for (const [column, hash] of hashes.entries()) ids[row * pieces + column] = 1 + (hash % (buckets - 1))
  }
  return ids
}

function keepEnds(words: readonly Word[], limit: number): readonly Word[] {
  if (words.length <= limit) return words
  const tail = Math.floor(limit / 2)
  return [...words.slice(0, limit - tail), ...words.slice(words.length - tail)]
}

function lowestGrams(word: Word, limit: number): number[] {
  if (limit <= 0 || word.kind === 'emoji') return []
  const characters = [...`<${word.text}>`]
  const hashes = new Set<number>()
  for (const length of GRAMS) {
    // The word with both ends is no news beside the word itself.
    for (let start = 0; start + length <= characters.length && length < characters.length; start++) {
      hashes.add(hashText(characters.slice(start, start + length).join('')))
    }
  }
  return [...hashes].sort((a, b) => a - b).slice(0, limit)
}
