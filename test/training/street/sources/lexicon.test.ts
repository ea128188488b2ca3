import test from 'ava'
import { OCCASIONS } from '../../../../src/vocabulary/vocabulary.ts'
import { seeded } from '../../../../training/street/seeded.ts'
import { lexiconTexts, readLexicons } from '../../../../training/street/sources/lexicon.ts'
import { disturbed } from '../../../../training/street/sources/lexicon-noise.ts'

const lexicons = await readLexicons()

test('Every language has words of every occasion and no empty entry', (t) => {
  t.true(lexicons.length >= 13)
  for (const { language, phrases, filler, frames, sentences, traps } of lexicons) {
    t.deepEqual([...phrases.keys()].sort(), [...OCCASIONS].sort(), language)
    for (const [occasion, list] of phrases) {
      t.true(list.length >= 12, `${language} ${occasion}`)
      t.is(new Set(list).size, list.length, `${language} ${occasion} says something twice`)
    }
    for (const list of [...phrases.values(), filler, frames, sentences, ...traps.values()]) {
      t.true(
        list.every((entry) => entry !== '' && entry === entry.trim()),
        `${language}: ${list}`,
      )
    }
    t.true(
      frames.every((frame) => frame.includes('{}')),
      language,
    )
    for (const occasion of traps.keys()) t.true(occasion === null || phrases.has(occasion), `${language} ${occasion}`)
  }
})

test('A phrase is of one occasion in its language', (t) => {
  for (const { language, phrases } of lexicons) {
    const first = new Map<string, string>()
    for (const [occasion, list] of phrases) {
      for (const phrase of list) {
        t.is(first.get(phrase), undefined, `${language}: ${phrase} of ${occasion}`)
        first.set(phrase, occasion)
      }
    }
  }
})

test('No filler is a phrase of an occasion', (t) => {
  for (const { language, phrases, filler } of lexicons) {
    const told = new Set([...phrases.values()].flat())
    t.deepEqual(
      filler.filter((word) => told.has(word)),
      [],
      language,
    )
  }
})

test('Captions depend on the seed and their number alone, and all occasions are about as frequent', (t) => {
  const texts = lexiconTexts(lexicons, 3000, 'a')
  t.deepEqual(lexiconTexts(lexicons, 10, 'a'), texts.slice(0, 10))
  t.notDeepEqual(lexiconTexts(lexicons, 10, 'b'), texts.slice(0, 10))
  for (const occasion of OCCASIONS) {
    const share = texts.filter((text) => text.occasion === occasion).length / texts.length
    t.true(share > 0.06 && share < 0.11, `${occasion} ${share}`)
  }
  t.true(texts.every(({ text }) => text.trim() !== '' && !text.includes('{}') && !/#(?![\p{L}\p{M}\p{N}])/u.test(text)))
})

test('Noise keeps scripts without letters as they are but for nothing lost, and strips Latin marks only', (t) => {
  for (let seed = 0; seed < 200; seed++) {
    t.is(disturbed('結婚式 ガーデン', seeded(`${seed}`)), '結婚式 ガーデン')
  }
  const seen = new Set(Array.from({ length: 200 }, (_, seed) => disturbed('été', seeded(`${seed}`)).toLowerCase()))
  t.true(seen.has('été') && seen.has('ete'))
})
