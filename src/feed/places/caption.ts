import { isCountry } from '../../vocabulary/countries.ts'
import { gazetteer, plainName } from './gazetteer.ts'
import { countryOfName, dominantCity } from './names.ts'

/** A city in a hashtag decides only from this size: `#tokyo`, not `#split`. */
const HASHTAG_CITY = 1_000_000

/**
 * Hashtags that name a country or a large city and more often mean something else in captions about clothes: a cloth,
 * a cut, a colour (`#ankara`, `#bermuda`, `#bordeaux`), a name, a brand, a word.
 */
const OTHER_MEANINGS = new Set(
  [
    'ankara bermuda bordeaux bretagne capri casablanca cologne fez harajuku hawaii jersey madras panama perm provence',
    'adelaide alexandria austin brooklyn charlotte chad dallas denver florence georgia jackson jordan leon lincoln',
    'madison natal orlando phoenix rosario salvador samara santiago santos sofia sydney victoria vienna',
    'america bath cali cork cuba guinea kent lima mali man mecca medan mobile most nice niger of oman orange reading',
    'split supreme surat togo tonga turkey venice vogue windsor wuhan',
  ].flatMap((line) => line.split(' ')),
)

/** The only hashtags of two or three letters that count. */
const SHORT_TAGS: { readonly [tag: string]: string } = { usa: 'US', uae: 'AE', nyc: 'US' }

const FLAG = /[\u{1F1E6}-\u{1F1FF}]{2}/gu
const BRITISH_FLAG = /\u{1F3F4}\u{E0067}\u{E0062}/u
const HASHTAG = /[#＃]([\p{L}\p{M}\p{N}_]+)/gu
const PIN = /\u{1F4CD}\uFE0F?\s*([^\n#📍]{2,80})/u

/** Only this much of a caption is read for hints. */
const READ = 10_000

/**
 * The country a caption points at, by flags, by hashtags that name a country or a very large city, and by the words
 * after a pin emoji; null where there is none or where two disagree. Words in running text are not read.
 */
export function countryInCaption(text: string): string | null {
  const caption = text.slice(0, READ)
  const found = new Set<string>()
  for (const [flag] of caption.matchAll(FLAG)) add(found, countryOfFlag(flag))
  if (BRITISH_FLAG.test(caption)) found.add('GB')
  for (const [, tag = ''] of caption.matchAll(HASHTAG)) add(found, countryOfHashtag(tag))
  const pin = PIN.exec(caption)?.[1]
  if (pin !== undefined) add(found, countryOfName(pin.replace(FLAG, '')))
  const [country] = found
  return found.size === 1 && country !== undefined ? country : null
}

function add(found: Set<string>, country: string | null): void {
  if (country !== null) found.add(country)
}

/** Two regional indicators, if they are a country's code (🇪🇺 and 🇺🇳 are not). */
function countryOfFlag(flag: string): string | null {
  const code = [...flag].map((letter) => String.fromCharCode((letter.codePointAt(0) ?? 0) - 0x1f1e6 + 65)).join('')
  return isCountry(code) ? code : null
}

function countryOfHashtag(tag: string): string | null {
  const name = plainName(tag.replaceAll('_', ' '))
  if (name.length < 4 && /^[a-z]+$/.test(name)) return SHORT_TAGS[name] ?? null
  const joined = name.replaceAll(' ', '')
  if (OTHER_MEANINGS.has(joined)) return null
  return hashtags().get(joined) ?? null
}

let hashtagNames: Map<string, string> | undefined

/** Names without their spaces (`#unitedkingdom`, `#newyork`), to the one country each can mean. */
function hashtags(): Map<string, string> {
  if (hashtagNames !== undefined) return hashtagNames
  const { countries, cities } = gazetteer()
  hashtagNames = new Map()
  for (const [name, namesakes] of cities) {
    const city = dominantCity(namesakes)
    if (city !== null && city.population >= HASHTAG_CITY) hashtagNames.set(name.replaceAll(' ', ''), city.country)
  }
  for (const name of countries.keys()) {
    const country = countryOfName(name)
    if (country !== null) hashtagNames.set(name.replaceAll(' ', ''), country)
    else hashtagNames.delete(name.replaceAll(' ', ''))
  }
  return hashtagNames
}
