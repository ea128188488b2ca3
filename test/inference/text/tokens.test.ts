import test from 'ava'
import { tokensOf } from '../../../src/inference/text/tokens.ts'
import { wordsOf } from '../../../src/inference/text/words.ts'

const words = (caption: string): string =>
  wordsOf(caption)
    .map(({ text }) => text)
    .join(' | ')
const sizes = { tokens: 8, pieces: 5, buckets: 4096 }
const row = (ids: Int32Array, index: number) => ids.slice(index * sizes.pieces, (index + 1) * sizes.pieces)

const languages: readonly [language: string, caption: string, expected: string][] = [
  ['English', "Best day! Don't miss it", 'best | day | don | t | miss | it'],
  ['Spanish', '¡Qué boda más bonita, señora!', 'qué | boda | más | bonita | señora'],
  ['French', 'L’été à Paris', 'l | été | à | paris'],
  ['German', 'Große Größe für die Straße', 'große | größe | für | die | straße'],
  ['Portuguese', 'Coração e maçã', 'coração | e | maçã'],
  ['Turkish', 'İstanbul’da DÜĞÜN', 'istanbul | da | düğün'],
  ['Russian', 'Свадьба подруги', 'свадьба | подруги'],
  ['Arabic', 'حفـــل زفاف #حفل_زفاف', 'حفل | زفاف | حفلزفاف | حفل | زفاف'],
  ['Hindi', 'शादी में साड़ी', 'शादी | में | साड़ी'],
  ['Chinese', '参加婚礼', '参加 | 加婚 | 婚礼'],
  ['Japanese', '結婚式でワンピース', '結婚 | 婚式 | 式で | ワンピース'],
  ['Korean', '결혼식 하객룩', '결혼식 | 하객룩'],
  ['Thai', 'งานแต่ง', 'งาน | านแ | นแต่ | แต่ง'],
]

for (const [language, caption, expected] of languages) {
  test(`words are told apart in ${language}`, (t) => {
    t.is(words(caption), expected.normalize('NFKC'))
    t.true(tokensOf(caption, sizes)[0]! > 0)
  })
}

test('a hashtag gives the whole tag and the parts its capitals, digits and underscores show', (t) => {
  t.is(words('#WeddingGuest'), 'weddingguest | wedding | guest')
  t.is(words('#NYCStreetStyle2019'), 'nycstreetstyle2019 | nyc | street | style | 2019')
  t.is(words('#summer_look'), 'summerlook | summer | look')
  t.is(words('#weddingguest'), 'weddingguest')
  t.is(words('#ootd#work'), 'ootd | work')
  t.is(words('# #___ ##'), '')
})

test('a run-together hashtag shares ids with its words', (t) => {
  const wide = { tokens: 1, pieces: 64, buckets: 1 << 20 }
  const tag = new Set(tokensOf('#weddingguest', wide))
  const shared = [...tokensOf('wedding', wide)].filter((id) => id > 0 && tag.has(id))
  t.true(shared.length >= 8, `only ${shared.length} ids shared`)
})

test('emoji are tokens whatever the skin tone, flags are one token', (t) => {
  t.is(words('👰🏽💼'), '👰 | 💼')
  t.deepEqual(tokensOf('👰🏽', sizes), tokensOf('👰🏿', sizes))
  t.is(words('🇫🇷🇮🇹'), '🇫🇷 | 🇮🇹')
  t.is(words('👩🏽‍💼 ❤️'), '👩‍💼 | ❤')
})

test('mentions, addresses and links are dropped', (t) => {
  t.is(words('with @anna.b_c, see https://x.example/a?b=#party and www.shop.example/x'), 'with | see | and')
  t.is(words('mail me@host.example now'), 'mail | now')
  t.is(words('bit.ly/3xyz love'), 'love')
})

test('styled and full-width letters read as plain ones', (t) => {
  t.is(words('𝓌𝑒𝒹𝒹𝒾𝓃𝑔 ＷＥＤＤＩＮＧ'), 'wedding | wedding')
  t.deepEqual(tokensOf('e\u0301te\u0301', sizes), tokensOf('été', sizes))
})

test('ids run from 1 to buckets - 1, rows begin with the word, the rest is 0', (t) => {
  const ids = tokensOf('a lovely day', sizes)
  t.is(ids.length, 40)
  t.true(ids.every((id) => id >= 0 && id < 4096))
  t.deepEqual([...row(ids, 0)].slice(1), [0, 0, 0, 0], 'a word of one letter has no n-grams besides itself')
  t.true(row(ids, 1).every((id) => id > 0))
  t.true(row(ids, 3).every((id) => id === 0))
})

test('ids never change: packs are trained on them', (t) => {
  t.deepEqual([...tokensOf('wedding', { tokens: 1, pieces: 4, buckets: 16384 })], [2678, 677, 11731, 8186])
})

test('no caption and an empty one are all padding', (t) => {
  for (const caption of [null, '', ' \n', '…']) t.true(tokensOf(caption, sizes).every((id) => id === 0))
})

test('a caption with too many words keeps its beginning and its end', (t) => {
  const long = tokensOf(`one two three four ${'filler '.repeat(50)}#five #six #seven #eight`, sizes)
  t.deepEqual(row(long, 0), row(tokensOf('one', sizes), 0))
  t.deepEqual(row(long, 7), row(tokensOf('eight', sizes), 0))
})

test('hostile captions cost little', (t) => {
  const hostile = [
    'a.'.repeat(1e6),
    '@'.repeat(1e6),
    `a${'\u0301'.repeat(1e6)}`,
    '👩‍'.repeat(1e5),
    '\ufdfa'.repeat(1e5),
    '\ud800'.repeat(1e5),
  ]
  const begun = process.cpuUsage()
  for (const caption of hostile) t.is(tokensOf(caption, sizes).length, 40)
  const { user } = process.cpuUsage(begun)
  t.true(user < 2e6, `${user} microseconds`)
})
