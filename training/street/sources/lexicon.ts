import { readFile } from 'node:fs/promises'
import { seeded } from '../seeded.ts'
import type { Text } from './texts.ts'

type Lists = Readonly<Record<string, string>>

/** Signs that go with an occasion, and signs that go with anything. */
const emojiOf: Lists = {
  conference: '🎤 📊 🗣️',
  date: '❤️ 🌹 🕯️ 💑',
  party: '🎉 🥂 🎂 🪩',
  prom: '👑 💃 🌸',
  school: '📚 🎒 ✏️ 🏫',
  shopping: '🛍️ 💳 👜',
  sport: '💪 🏃 ⚽ 🧘',
  travel: '✈️ 🏖️ 🗺️ 🧳',
  wedding_guest: '💒 👰 💐 💍',
  work: '💼 🏢 ☕',
}
const anyEmoji = '✨ 😍 😂 🙌 💕 🔥 😊 📸'

/**
 * Made-up captions in eleven languages: words of one occasion among words that say nothing, as sentences or hashtags.
 * @param count how many; caption `i` depends on `seed` and `i` alone
 */
export async function lexiconTexts(count: number, seed: string): Promise<Text[]> {
  const words = await readJson<Readonly<Record<string, Lists>>>('lexicon.json')
  const filler = await readJson<Lists>('filler.json')
  return Array.from({ length: count }, (_, index) => caption(words, filler, seeded(`${seed}/${index}`)))
}

function caption(words: Readonly<Record<string, Lists>>, filler: Lists, random: () => number): Text {
  const language = pick(Object.keys(words), random)
  const occasions = words[language] as Lists
  const occasion = random() < 0.12 ? null : pick(Object.keys(occasions), random)
  const pieces: string[] = []
  const some = (list: readonly string[], most: number, dress: (word: string) => string) => {
    const n = Math.floor(random() * (most + 1))
    for (let i = 0; i < n; i++) pieces.push(dress(pick(list, random)))
  }
  const hashtag = (word: string) => `#${word.replaceAll(/[\s'-]+/g, '')}`
  const either = (word: string) => (random() < 0.35 ? hashtag(word) : word)
  some(split(filler[language] as string), 4, either)
  if (occasion !== null) {
    const own = split(occasions[occasion] as string)
    pieces.push(either(pick(own, random)))
    some(own, 1, either)
    if (random() < 0.3) pieces.push(pick((emojiOf[occasion] as string).split(' '), random))
  }
  some(split(filler[language] as string), 3, either)
  if (random() < 0.3) pieces.push(pick(anyEmoji.split(' '), random))
  return { text: shuffled(pieces, random).join(' '), occasion }
}

function split(list: string): string[] {
  return list.split(', ')
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

async function readJson<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8')) as T
}
