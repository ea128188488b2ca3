/** Words that may be mistyped: long enough to be known all the same, of scripts with letters. */
const typable = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}]{5,}/gu
const drawable = /[aeiouyаеиоуыя](?=[^\p{L}]|$)|(?<=\p{Script=Latin})y(?=\s|$)/giu
const latinMark = /(?<=\p{Script=Latin})\p{M}/gu

/** A caption as somebody in a hurry writes it: its case, its marks or a few of its letters changed, or nothing. */
export function disturbed(text: string, random: () => number): string {
  let changed = text
  if (random() < 0.2) changed = changed.normalize('NFD').replace(latinMark, '').normalize('NFC').replaceAll('ı', 'i')
  if (random() < 0.15) changed = oneOf(changed, typable, random, (word) => mistyped(word, random))
  if (random() < 0.06)
    changed = oneOf(changed, drawable, random, (letter) => letter.repeat(3 + Math.floor(random() * 3)))
  const letters = random()
  if (letters < 0.06) return changed.toUpperCase()
  if (letters < 0.16) return changed.replace(/(?<=^|[.!]\s|\n)\p{Ll}/gu, (letter) => letter.toUpperCase())
  return changed
}

/** One of the places where `pattern` matches, rewritten. */
function oneOf(text: string, pattern: RegExp, random: () => number, rewrite: (match: string) => string): string {
  const places = [...text.matchAll(pattern)]
  const place = places[Math.floor(random() * places.length)]
  if (place === undefined) return text
  return text.slice(0, place.index) + rewrite(place[0]) + text.slice(place.index + place[0].length)
}

/** A word with two neighbours swapped, a letter left out, or one written twice; its first letter stays. */
function mistyped(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2))
  const [before, letter, next, after] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1), word.slice(at + 2)]
  const kind = Math.floor(random() * 3)
  if (kind === 0) return before + next + letter + after
  return before + (kind === 1 ? '' : letter + letter) + next + after
}
