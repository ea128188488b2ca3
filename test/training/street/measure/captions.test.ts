import test from 'ava'
import type { Engine } from '../../../../src/inference/engine.ts'
import { isOccasion, OCCASIONS } from '../../../../src/vocabulary/vocabulary.ts'
import {
  captionFigures,
  type HandCaption,
  nameOccasions,
  readCaptions,
} from '../../../../training/street/measure/captions.ts'

const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'id', 'ja', 'ko', 'pt', 'ru', 'zh']

/** What is left of a caption when punctuation, emoji, case and accents are taken away. */
const bare = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

const count = (captions: readonly HandCaption[], of: (caption: HandCaption) => boolean) => captions.filter(of).length

test('every caption has words, a language of the design and occasions of the vocabulary, each once', async (t) => {
  for (const caption of await readCaptions()) {
    t.deepEqual(Object.keys(caption), ['text', 'language', 'occasions'])
    t.not(bare(caption.text), '')
    t.is(caption.text, caption.text.trim().normalize('NFC'))
    t.true(LANGUAGES.includes(caption.language), caption.language)
    t.true(caption.occasions.every(isOccasion), caption.text)
    t.true(caption.occasions.length <= 2, caption.text)
    t.is(new Set(caption.occasions).size, caption.occasions.length)
  }
})

test('no caption stands there twice, with other emoji or capitals neither', async (t) => {
  const captions = await readCaptions()
  const seen = new Map<string, string>()
  for (const { text } of captions) {
    t.is(seen.get(bare(text)), undefined, text)
    seen.set(bare(text), text)
  }
})

test('captions are spread over occasions and languages, and some say nothing', async (t) => {
  const captions = await readCaptions()
  t.true(captions.length >= 360)
  t.true(count(captions, ({ occasions }) => occasions.length === 0) >= 60)
  for (const occasion of OCCASIONS) {
    t.true(count(captions, ({ occasions }) => occasions.includes(occasion)) >= 25, occasion)
    for (const language of LANGUAGES) {
      t.true(count(captions, (one) => one.language === language && one.occasions.includes(occasion)) >= 3, language)
    }
  }
  for (const language of LANGUAGES) {
    t.true(count(captions, (one) => one.language === language && one.occasions.length === 0) >= 6, language)
  }
})

const scripts: { readonly [language: string]: RegExp } = {
  ar: /\p{Script=Arabic}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  ko: /\p{Script=Hangul}/u,
  ru: /\p{Script=Cyrillic}/u,
  zh: /\p{Script=Han}/u,
}

test('a caption is written in the script of its language, and no letter of another looks like one of its own', async (t) => {
  for (const { text, language } of await readCaptions()) {
    t.regex(text, scripts[language] ?? /\p{Script=Latin}/u)
    for (const [word] of text.matchAll(/[\p{L}\p{M}]+/gu)) {
      t.false(/\p{Script=Cyrillic}/u.test(word) && /\p{Script=Latin}/u.test(word), word)
    }
    if (language !== 'ru') t.notRegex(text, /\p{Script=Cyrillic}/u)
    if (language !== 'ar') t.notRegex(text, /\p{Script=Arabic}/u)
    if (language !== 'ko') t.notRegex(text, /\p{Script=Hangul}/u)
  }
})

test('no caption holds an account, a link or characters one cannot see', async (t) => {
  for (const { text } of await readCaptions()) {
    t.notRegex(text, /@|https?:|www\./u)
    t.notRegex(text, /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]| {2}/u)
  }
})

test('an unnamed occasion is wrong, any acceptable one right, and one named of nothing a false naming', (t) => {
  const answer = (occasions: HandCaption['occasions'], named: HandCaption['occasions'][number] | null) => ({
    text: 'words',
    language: 'en',
    occasions,
    named,
  })
  const { all, languages, occasions } = captionFigures([
    answer(['work', 'conference'], 'conference'),
    answer(['work'], null),
    answer(['work'], 'travel'),
    answer(['prom'], 'prom'),
    answer([], null),
    answer([], 'date'),
  ])
  const shares = (figures: typeof all) => Object.values(figures).map(({ share, n }) => [share, n])
  t.deepEqual(Object.keys(all), [
    'right, unnamed counted as wrong',
    'named where the caption speaks of one',
    'right where named',
    'named where the caption speaks of none',
  ])
  t.deepEqual(shares(all), [
    [0.5, 4],
    [0.75, 4],
    [2 / 3, 3],
    [0.5, 2],
  ])
  t.deepEqual(languages.en, all)
  t.deepEqual(shares(occasions.work!), [
    [1 / 3, 3],
    [2 / 3, 3],
    [0.5, 2],
  ])
  t.deepEqual(occasions.date, {})
})

test('each caption is read under a canvas of padding alone, whatever the slot held before', async (t) => {
  const read: { pixels: number[]; caption: string | null }[] = []
  const engine = {
    pack: { input: { width: 2, height: 1, pad: [1, 2, 3] } },
    acquire: async () => ({ pixels: new Uint8Array(6).fill(9), release: () => {} }),
    submit: async (slot: { pixels: Uint8Array }, { caption }: { caption: string | null }) => {
      read.push({ pixels: [...slot.pixels], caption })
      return { people: [], garments: [], occasion: caption === 'run' ? 'sport' : null, occasionScore: null }
    },
  } as unknown as Engine
  const captions = ['run', 'hello'].map((text) => ({ text, language: 'en', occasions: [] }))
  t.deepEqual(await nameOccasions(engine, captions), [
    { text: 'run', language: 'en', occasions: [], named: 'sport' },
    { text: 'hello', language: 'en', occasions: [], named: null },
  ])
  t.deepEqual(
    read,
    captions.map(({ text }) => ({ pixels: [1, 2, 3, 1, 2, 3], caption: text })),
  )
})
