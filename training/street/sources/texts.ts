import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Folders } from '../folders.ts'
import type { Split } from '../sample.ts'
import { splitOf } from '../split.ts'
import { lexiconTexts, readLexicons } from './lexicon.ts'

/** A text with the occasion it speaks of; null where it speaks of none. */
export interface Text {
  readonly text: string
  readonly occasion: string | null
}

/** Hashtags that give an occasion away, as in the paper's crawl (paper.md section 3); singular, lower case. */
const tagsOf: { readonly [occasion: string]: readonly string[] } = {
  date: ['romantic', 'romance', 'couple', 'boyfriend', 'girlfriend', 'inlove'],
  party: [
    'party',
    'nightout',
    'club',
    'drunk',
    'birthday',
    'nightlife',
    'happybirthday',
    'bday',
    'celebrate',
    'cocktail',
  ],
  school: ['school', 'student', 'college', 'university', 'study', 'teacher'],
  shopping: ['shopping', 'sale'],
  sport: [
    'gym',
    'workout',
    'running',
    'sport',
    'fitness',
    'yoga',
    'training',
    'skiing',
    'snowboarding',
    'basketball',
    'football',
    'fitfam',
    'cardio',
  ],
  travel: [
    'travel',
    'trip',
    'vacation',
    'wanderlust',
    'travelling',
    'traveling',
    'roadtrip',
    'tourist',
    'adventure',
    'travelgram',
    'tourism',
    'traveller',
    'traveler',
    'instatravel',
  ],
  wedding_guest: ['wedding', 'bride'],
  work: ['work', 'office', 'working', 'job', 'business', 'workhard'],
  conference: ['conference'],
}

/** Tags that keep company with an occasion; without its name or one of them a line says nothing of it. */
const companionsOf: { readonly [occasion: string]: readonly string[] } = {
  date: ['lovehim', 'loveher', 'bae', 'kiss', 'relationshipgoals', 'relationship', 'mylove', 'iloveyou', 'together'],
  party: ['drink', 'dance', 'birthdaycake', 'alcohol', 'beer', 'wine', 'bar', 'saturdaynight', 'fridaynight', 'dj'],
  school: ['class', 'book', 'classmate', 'campus', 'exam', 'graduation', 'uniform'],
  shopping: ['zara', 'bag', 'onlineshop', 'mall', 'store', 'fashionista', 'newin', 'shoe'],
  sport: ['fit', 'muscle', 'bodybuilding', 'run', 'ski', 'snowboard', 'goal', 'team', 'nba', 'abs', 'fitspo', 'leg'],
  travel: ['beach', 'sea', 'island', 'explore', 'holiday', 'hotel', 'ocean', 'paradise', 'mountain', 'view', 'world'],
  wedding_guest: ['groom', 'bridal', 'church', 'bridesmaid', 'rose', 'engaged', 'ring', 'ceremony'],
  work: ['tired', 'monday', 'meeting', 'desk', 'coworker', 'hustle', 'boss', 'career', 'success', 'entrepreneur'],
}

/** All texts of a split. Every third line of hashtags keeps one tag that names its occasion. */
export async function allTexts(folders: Folders, split: Split): Promise<Text[]> {
  const folder = join(folders.data, 'text')
  const texts = [
    ...(await hashtagTexts(folder, (line) => line % 3 === 0)),
    ...(await webTexts(folder)),
    ...lexiconTexts(await readLexicons(), LEXICON_TEXTS, 'lexicon'),
  ]
  return texts.filter(({ text }) => splitOf('text', text) === split)
}

/** Made-up captions: some 5,000 an occasion, more than the lines of hashtags that name it. */
const LEXICON_TEXTS = 60_000

/** With fewer tags left a line says nothing. */
const LEAST_TAGS = 3

/**
 * Lines of hashtags whose own tags name one occasion and no other. In `keepTag` of the lines one naming tag stays, so
 * that the word itself is learned; elsewhere all of them are taken out, so that the company they keep is.
 * Lines that then keep no company that tells are left out.
 * @param folder holds `harrison_hashtags.txt`
 */
export async function hashtagTexts(folder: string, keepTag: (line: number) => boolean): Promise<Text[]> {
  const lines = (await readFile(join(folder, 'harrison_hashtags.txt'), 'utf8')).split('\n')
  return lines.flatMap((line, index) => {
    const tags = line.split(' ').filter((tag) => tag !== '')
    const named = Object.keys(tagsOf).filter((occasion) => tags.some((tag) => tagsOf[occasion]?.includes(tag)))
    const [occasion] = named
    if (occasion === undefined || named.length > 1) return []
    // The lists hold `#oldschool` in two pieces.
    if (occasion === 'school' && tags.includes('old')) return []
    const naming = tags.filter((tag) => tagsOf[occasion]?.includes(tag))
    const others = tags.filter((tag) => !naming.includes(tag))
    if (others.length < LEAST_TAGS) return []
    const kept = keepTag(index) ? [...others, naming[0] as string] : others
    if (kept === others && !others.some((tag) => companionsOf[occasion]?.includes(tag))) return []
    return [{ text: kept.map((tag) => `#${tag}`).join(' '), occasion }]
  })
}

/** Words by which the alternative text of a web picture tells its occasion. */
const toldBy: Readonly<Record<string, RegExp>> = {
  conference: /\b(conference(?! (room|series))|keynote|trade show)\b/,
  party: /\b(birthday party|party guests?|nightclub|halloween party|after party)\b/,
  school: /\b(classroom|students?|schoolgirl|schoolboy|teacher|pupils)\b/,
  shopping: /\b(shopping (bags?|mall|cent(re|er)|street|spree)|supermarket|shoppers)\b/,
  sport: /\b(gym|workout|yoga|marathon|jogging|fitness)\b/,
  travel: /\b(tourists|vacation|airport|backpacker|travell?er|sightseeing|suitcase)\b/,
  wedding_guest: /\b(wedding|bride|groom|bridesmaids?|newlyweds)\b/,
  work: /\b(office|businessman|businesswoman|business (man|woman|people|team)|coworkers|colleagues)\b/,
}

/** Anything that may speak of an occasion: such a text neither says nothing nor tells enough. */
const hinting = new RegExp(
  `\\b(${Object.values(tagsOf).flat().join('|')}|conference|event|class|shop|dinner|summit|prom|beach|dance|dancing|match|game|team|player|league|athlete|race|cup|church|couple in love|premiere|ceremony|hotel|campus|exhibition)s?\\b`,
)

/** Alternative texts of web pictures: language about pictures, most of which names no occasion. */
export async function webTexts(folder: string): Promise<Text[]> {
  const lines = (await readFile(join(folder, 'conceptual_captions_val.txt'), 'utf8')).split('\n')
  return lines.flatMap((text): Text[] => {
    const told = Object.keys(toldBy).filter((occasion) => toldBy[occasion]?.test(text))
    if (text === '' || told.length > 1) return []
    const [occasion] = told
    if (occasion !== undefined) return [{ text, occasion }]
    return hinting.test(text) ? [] : [{ text, occasion: null }]
  })
}
