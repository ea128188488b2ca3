import { readdir, readFile } from 'node:fs/promises'
import { seeded } from '../seeded.ts'
import { disturbed } from './lexicon-noise.ts'
import type { Text } from './texts.ts'

/** What one language says. Lists are apart from each other by `, `, sentences by ` | `. */
interface LexiconFile {
  /** By occasion; the most direct names come first. */
  readonly phrases: Readonly<Record<string, string>>
  /** Words that go with anything. */
  readonly filler: string
  /** What is said around a phrase, which takes the place of `{}`. */
  readonly frames: string
  /** What says nothing of an occasion. */
  readonly sentences: string
  /** Sentences with words of another occasion than theirs; `none` for those that speak of no occasion. */
  readonly traps: Readonly<Record<string, string>>
}

/** What one language says, as lists. */
export interface Lexicon {
  readonly language: string
  readonly phrases: ReadonlyMap<string, readonly string[]>
  readonly filler: readonly string[]
  readonly frames: readonly string[]
  readonly sentences: readonly string[]
  readonly traps: ReadonlyMap<string | null, readonly string[]>
}

const anyEmoji = '✨ 😍 😂 🙌 💕 🔥 😊 📸 ❤️ 🖤 🥰 😎 🙏 💙 🌸 ☕ 👀 🤍 😅 👇'.split(' ')
const breaks = [' ', ' ', ' ', '\n', ', ', '. ', ' · ', ' ✨ ', '! ']

/** Of a hundred captions so many speak of no occasion. */
const SILENT = 0.15
/** So many captions are a sentence made to mislead, by itself or among other words. */
const TRAPPED = 0.08
/** A list's beginning holds the direct names, which people write most. */
const DIRECT = 8

/** Lexicons of all languages beside this file, ordered by language. */
export async function readLexicons(): Promise<Lexicon[]> {
  const folder = new URL('lexicon/', import.meta.url)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  return Promise.all(
    names.map(async (name) => {
      const file = JSON.parse(await readFile(new URL(name, folder), 'utf8')) as LexiconFile
      return {
        language: name.slice(0, -'.json'.length),
        phrases: new Map(Object.entries(file.phrases).map(([occasion, list]) => [occasion, list.split(', ')])),
        filler: file.filler.split(', '),
        frames: file.frames.split(' | '),
        sentences: file.sentences.split(' | '),
        traps: new Map(
          Object.entries(file.traps).map(([name, list]) => [name === 'none' ? null : name, list.split(' | ')]),
        ),
      }
    }),
  )
}

/**
 * Made-up captions: phrases of one occasion among words that say nothing, as sentences or hashtags, with the mistakes
 * people make. Occasions are equally frequent, and so are languages, but English, which is three times as frequent.
 * @param count how many; caption `i` depends on `lexicons`, `seed` and `i` alone
 */
export function lexiconTexts(lexicons: readonly Lexicon[], count: number, seed: string): Text[] {
  const english = lexicons.find(({ language }) => language === 'en') as Lexicon
  const languages = [...lexicons, english, english]
  return Array.from({ length: count }, (_, index) => {
    const random = seeded(`${seed}/${index}`)
    return caption(pick(languages, random), english, random)
  })
}

function caption(lexicon: Lexicon, english: Lexicon, random: () => number): Text {
  const occasion = random() < SILENT ? null : pick([...lexicon.phrases.keys()], random)
  const traps = lexicon.traps.get(occasion)
  const trapped = traps !== undefined && random() < (occasion === null ? 4 * TRAPPED : TRAPPED)
  const said: string[] = []
  const tags: string[] = []
  const say = (word: string, tagged: number) => (random() < tagged ? tags.push(hashtag(word, random)) : said.push(word))
  const times = (most: number, what: () => void) => {
    for (let left = Math.floor(random() * (most + 1)); left > 0; left--) what()
  }
  if (trapped) said.push(pick(traps, random))
  else if (occasion !== null) {
    const own = () => phrase((random() < 0.1 ? english : lexicon).phrases.get(occasion) ?? [], random)
    if (random() < 0.35) said.push(framed(lexicon, own(), random))
    else say(own(), 0.4)
    times(2, () => say(own(), 0.5))
  } else if (random() < 0.4) said.push(framed(lexicon, pick(lexicon.filler, random), random))
  if (random() < 0.3) said.push(pick(lexicon.sentences, random))
  times(trapped ? 1 : 3, () => say(pick(lexicon.filler, random), 0.3))
  if (random() < 0.5)
    times(4, () => tags.push(hashtag(pick((random() < 0.3 ? english : lexicon).filler, random), random)))
  if (random() < 0.35) times(2, () => said.push(pick(anyEmoji, random)))
  if (said.length + tags.length === 0) said.push(pick(lexicon.sentences, random))
  const words =
    random() < 0.75 ? [...shuffled(said, random), ...shuffled(tags, random)] : shuffled([...said, ...tags], random)
  return { text: disturbed(words.join(pick(breaks, random)), random), occasion }
}

function framed(lexicon: Lexicon, word: string, random: () => number): string {
  return pick(lexicon.frames, random).replace('{}', () => word)
}

function phrase(list: readonly string[], random: () => number): string {
  return pick(random() < 0.3 ? list.slice(0, DIRECT) : list, random)
}

/** `wedding guest` as `#weddingguest`, `#WeddingGuest`, `#wedding_guest` or `#wedding #guest`. */
function hashtag(words: string, random: () => number): string {
  const parts = words.split(/[^\p{L}\p{M}\p{N}]+/u).filter((part) => /[\p{L}\p{N}]/u.test(part))
  if (parts.length === 0) return words
  const way = random()
  if (way < 0.15) return `#${parts.map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join('')}`
  if (way < 0.22) return `#${parts.join('_')}`
  return way < 0.28 ? parts.map((part) => `#${part}`).join(' ') : `#${parts.join('')}`
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => [random(), item] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item)
}
