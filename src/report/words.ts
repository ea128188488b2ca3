import { displayName } from '../vocabulary/display.ts'
import { type Category, type Family, familiesOf, isCategory, valuesOf } from '../vocabulary/vocabulary.ts'
import { en, type Messages } from './messages/en.ts'
import { zh } from './messages/zh.ts'
import { zhNames } from './messages/zh-names.ts'

export type Lang = 'en' | 'zh'

/** All words of the page in one language: its own sentences in `t`, display names by function. */
export interface Words {
  readonly lang: Lang
  readonly t: Messages
  /** `sport` → `sports`; a name no table knows loses its underscores. */
  name(name: string, family?: Family): string
  /** `dress:mermaid` → `mermaid dress`-like words: `dress: mermaid`. */
  concept(concept: string): string
  /** What follows the category of a concept, `dress:mermaid` → `mermaid`; the category itself where nothing follows. */
  attribute(concept: string): string
  /** A value of a dimension: a country's, a season's, an occasion's name. */
  member(dimension: string, value: string): string
  /** ISO 3166-1 alpha-2 → name. */
  country(code: string): string
  /** `2017-05` or `2017-05-01` → `May 2017`. */
  month(date: string): string
  /** First letter large, where the script has large letters. */
  capital(text: string): string
}

export function wordsOf(lang: Lang): Words {
  const t = lang === 'zh' ? zh : en
  const regions = new Intl.DisplayNames([lang === 'zh' ? 'zh-Hans' : 'en-GB'], { type: 'region', fallback: 'code' })
  const name = (key: string, family?: Family): string => {
    // `constructor` is no word of any table
    if (key in Object.prototype) return key
    if (lang === 'en') return displayName(key, family)
    return (family && zhNames[`${family}:${key}`]) ?? zhNames[key] ?? displayName(key, family)
  }
  const attribute = (concept: string): string => {
    const [category = '', value] = concept.split(':')
    return value === undefined ? name(category) : name(value, familyOf(category, value))
  }
  const country = (code: string): string => {
    if (code === 'unknown') return t.unknown
    return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code
  }
  const month = (date: string): string => {
    const [year = '', number = ''] = date.split('-')
    if (number === '') return name(date)
    const short = t.months[Number(number) - 1] ?? number
    return lang === 'zh' ? `${year}年${short}` : `${short} ${year}`
  }
  return {
    lang,
    t,
    name,
    attribute,
    concept(concept) {
      const [category = '', value] = concept.split(':')
      if (value === undefined) return name(category)
      return lang === 'zh' ? `${name(category)}·${attribute(concept)}` : `${name(category)}: ${attribute(concept)}`
    },
    country,
    month,
    member: (dimension, value) =>
      dimension === 'country' ? country(value) : dimension === 'month' ? month(value) : name(value),
    capital: (text) => text.charAt(0).toUpperCase() + text.slice(1),
  }
}

/** The family a value belongs to, where only one of those that describe the category has it. */
function familyOf(category: string, value: string): Family | undefined {
  if (!isCategory(category)) return undefined
  const having = familiesOf(category as Category).filter((family) => (valuesOf(family) as string[]).includes(value))
  return having.length === 1 ? having[0] : undefined
}
