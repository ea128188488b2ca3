import test from 'ava'
import { OCCASIONS } from '../../../../src/vocabulary/vocabulary.ts'
import { namedByWords, readWordLists, type WordLists } from '../../../../training/street/measure/word-list.ts'

const empty = Object.fromEntries(OCCASIONS.map((occasion) => [occasion, '㍿'])) as WordLists[string]
const name = namedByWords({
  en: { ...empty, prom: 'ball limo', sport: 'gym football', wedding_guest: 'wedding maid_of_honour', party: 'nye' },
  ja: { ...empty, wedding_guest: '結婚式' },
})

test('a list has every occasion, and an occasion at most fifteen words, each once', async (t) => {
  for (const list of Object.values(await readWordLists())) {
    t.deepEqual(Object.keys(list).sort(), [...OCCASIONS].sort())
    for (const words of Object.values(list).map((line) => line.split(' '))) {
      t.true(words.length <= 15, words.join())
      t.is(new Set(words).size, words.length, words.join())
      t.false(words.includes(''))
    }
  }
})

test('a listed word counts where it begins a word, in any case, and anywhere in a hashtag', (t) => {
  t.is(name('WEDDINGS all summer'), 'wedding_guest')
  t.is(name('#beachwedding'), 'wedding_guest')
  t.is(name('maid of honour today'), 'wedding_guest')
  t.is(name('a football'), 'sport')
  t.is(name('friends'), null)
})

test('a word of three letters counts as a whole word only', (t) => {
  t.is(name('nye!'), 'party')
  t.is(name('nyet'), null)
})

test('in a script without spaces a listed word counts anywhere', (t) => {
  t.is(name('親友の結婚式💐'), 'wedding_guest')
})

test('the occasion with most words is named, and among equals the one that comes first', (t) => {
  t.is(name('gym, then the limo to the ball'), 'prom')
  t.is(name('gym before the wedding'), 'sport')
  t.is(name('wedding after the gym'), 'wedding_guest')
})
