/** Code units read of a caption. Instagram's own limit is 2,200; a megabyte of text must not cost seconds. */
const CAPTION_LIMIT = 8192

/** One token of a caption: its text and whether character n-grams say more about it (words) or not (emoji). */
export interface Word {
  readonly text: string
  readonly kind: 'word' | 'emoji'
}

const pieces = new RegExp(
  [
    /#(?<tag>[\p{L}\p{M}\p{N}_](?:[\p{L}\p{M}\p{N}_]|\u200c|\u200d)*)/u,
    /(?<flag>\p{Regional_Indicator}{2})/u,
    /(?<emoji>\p{Extended_Pictographic}\p{Emoji_Modifier}?(?:\u200d\p{Extended_Pictographic}\p{Emoji_Modifier}?)*)/u,
    /(?<word>[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}]|\u200c|\u200d)*)/u,
  ]
    .map((pattern) => pattern.source)
    .join('|'),
  'gu',
)

/** Scripts written without spaces, and how many characters (with their marks) a token of theirs spans. */
const unspaced = [
  { run: /^[\p{Script=Han}\p{Script=Hiragana}々〆]+/u, span: 2 },
  { run: /^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/u, span: 3 },
]
const spaced = /^[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/u
const character = /\P{M}\p{M}*|\p{M}+/gu
const joiner = /[\u200c\u200d]/gu
/** Variation selectors, a digit's key, the Arabic lengthening stroke, the dot that a lower-cased Turkish İ leaves. */
const ornament = /\ufe0e|\ufe0f|\u20e3|\u0640|(?<=[iİ])\u0307/gu
const skinTone = /\p{Emoji_Modifier}/gu
const camelBoundary = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|_+|(?=\p{Nd})(?<=\p{L}\p{M}*)/u
const link = /^\W*(?:https?:|www\.)|^[\w-]+(?:\.[\w-]+)+\//iu

/**
 * The words of a caption in order: Unicode-aware, NFKC (which also reads 𝓌𝑒𝒹𝒹𝒾𝓃𝑔 as wedding), lower case.
 * A hashtag gives the whole tag, then its parts where capitals, digits or underscores show them
 * (`#WeddingGuest` → weddingguest, wedding, guest). Runs of Han and Hiragana become overlapping pairs of characters,
 * runs of Thai, Lao, Khmer and Burmese triples: own rules, since the dictionaries of `Intl.Segmenter` change with the
 * version of ICU. Emoji are tokens without skin tone; mentions, addresses and links are dropped.
 */
export function wordsOf(caption: string): Word[] {
  const words: Word[] = []
  for (const chunk of clean(caption).split(/\s+/u)) {
    if (chunk === '' || link.test(chunk)) continue
    for (const match of withoutMentions(chunk).matchAll(pieces)) {
      const { tag, flag, emoji, word } = match.groups as { [name: string]: string | undefined }
      if (tag !== undefined) pushTag(words, tag)
      else if (word !== undefined) pushText(words, word)
      else words.push({ text: flag ?? emoji!.replace(skinTone, ''), kind: 'emoji' })
    }
  }
  return words
}

function clean(caption: string): string {
  return caption.slice(0, CAPTION_LIMIT).normalize('NFKC').replace(ornament, '')
}

/** `@name` and `name@host` are people, not words. */
function withoutMentions(chunk: string): string {
  if (!chunk.includes('@')) return chunk
  const mail = /^[\w.+-]+@/u.test(chunk)
  return mail ? '' : chunk.replace(/@[\p{L}\p{M}\p{N}_.]+/gu, ' ')
}

function pushTag(words: Word[], tag: string): void {
  const parts = tag.split(camelBoundary).filter((part) => part !== '')
  const whole = tag.replaceAll('_', '')
  if (whole === '') return
  pushText(words, whole)
  if (parts.length > 1) for (const part of parts) pushText(words, part)
}

function pushText(words: Word[], text: string): void {
  let rest = text.replace(joiner, '').toLowerCase().replace(ornament, '')
  while (rest !== '') {
    const plain = spaced.exec(rest)
    if (plain) {
      words.push({ text: plain[0], kind: 'word' })
      rest = rest.slice(plain[0].length)
      continue
    }
    const script = unspaced.find(({ run }) => run.test(rest))
    const run = script ? script.run.exec(rest)![0] : rest
    const span = script?.span ?? 1
    const characters = run.match(character) ?? []
    for (let start = 0; start === 0 || start + span <= characters.length; start++) {
      words.push({ text: characters.slice(start, start + span).join(''), kind: 'word' })
    }
    rest = rest.slice(run.length)
  }
}
