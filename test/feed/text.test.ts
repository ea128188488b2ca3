import test from 'ava'
import { decodeText, repairMojibake, tidyCaption } from '../../src/feed/text.ts'

const CAPTION = 'Été ☀️ 東京\nsecond line'

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

for (const [form, bytes] of [
  ['UTF-8', Buffer.from(CAPTION)],
  ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${CAPTION}`)],
  ['UTF-16 little-endian with a mark', Buffer.from(`\ufeff${CAPTION}`, 'utf16le')],
  ['UTF-16 big-endian with a mark', utf16be(`\ufeff${CAPTION}`)],
  ['CRLF line ends', Buffer.from(CAPTION.replace('\n', '\r\n'))],
  ['CR line ends', Buffer.from(CAPTION.replace('\n', '\r'))],
] as const) {
  test(`text is read from ${form}`, (t) => {
    t.deepEqual(decodeText(bytes), { text: CAPTION, unicode: true })
  })
}

test('UTF-16 without a mark is known by its zero bytes', (t) => {
  t.is(decodeText(Buffer.from('look of the day', 'utf16le')).text, 'look of the day')
  t.is(decodeText(utf16be('look of the day')).text, 'look of the day')
})

test('bytes that are no Unicode are Windows-1252, and said to be', (t) => {
  t.deepEqual(decodeText(Buffer.from([0xc9, 0x74, 0xe9])), { text: 'Été', unicode: false })
})

test('nothing is empty text', (t) => {
  t.deepEqual(decodeText(Buffer.alloc(0)), { text: '', unicode: true })
})

test('UTF-8 written as Latin-1 is made right', (t) => {
  for (const text of ['Løye', CAPTION, 'plain', 'naïve café 🇮🇹']) {
    t.is(repairMojibake(Buffer.from(text, 'utf8').toString('latin1')), text)
  }
})

test('text that is right already stays', (t) => {
  for (const text of ['Løye', 'Été', '東京 é', 'Ã', 'plain', '']) t.is(repairMojibake(text), text)
})

test('captions lose blank ends, NUL and half characters, and are null when nothing is left', (t) => {
  t.is(tidyCaption('  look \n'), 'look')
  t.is(tidyCaption('a\0b'), 'ab')
  t.is(tidyCaption('a\ud83db'), 'a\ufffdb')
  for (const text of ['', ' \n\t ', '\0']) t.is(tidyCaption(text), null)
})
