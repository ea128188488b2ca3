import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Folders } from '../folders.ts'
import type { Split } from '../sample.ts'
import { splitOf } from '../split.ts'
import { lexiconTexts } from './lexicon.ts'

/** A text with the occasion it speaks of; null where it speaks of none. */
export interface Text {
  readonly text: string
  readonly occasion: string | null
}

/** Hashtags that give an occasion away, as in the paper's crawl (paper.md section 3); singular, lower case. */
const tagsOf: { readonly [occasion: string]: readonly string[] } = {
  date: ['romantic', 'romance', 'couple', 'boyfriend', 'girlfriend', 'dinner', 'inlove'],
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
  school: ['school', 'student', 'college', 'university', 'class', 'study', 'teacher'],
  shopping: ['shopping', 'shop', 'sale'],
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
  conference: ['event', 'conference'],
}

/** All texts of a split. Every third line of hashtags keeps one tag that names its occasion. */
export async function allTexts(folders: Folders, split: Split): Promise<Text[]> {
  const folder = join(folders.data, 'text')
  const texts = [
    ...(await hashtagTexts(folder, (line) => line % 3 === 0)),
    ...(await webTexts(folder)),
    ...(await lexiconTexts(LEXICON_TEXTS, 'lexicon')),
  ]
  return texts.filter(({ text }) => splitOf('text', text) === split)
}

/** Made-up captions, about as many as there are lines of hashtags that name an occasion. */
const LEXICON_TEXTS = 20_000

/** With fewer tags left a line says nothing. */
const LEAST_TAGS = 3

/**
 * Lines of hashtags whose own tags name one occasion and no other. In `keepTag` of the lines one naming tag stays, so
 * that the word itself is learned; elsewhere all of them are taken out, so that the company they keep is.
 * @param folder holds `harrison_hashtags.txt`
 */
export async function hashtagTexts(folder: string, keepTag: (line: number) => boolean): Promise<Text[]> {
  const lines = (await readFile(join(folder, 'harrison_hashtags.txt'), 'utf8')).split('\n')
  return lines.flatMap((line, index) => {
    const tags = line.split(' ').filter((tag) => tag !== '')
    const named = Object.keys(tagsOf).filter((occasion) => tags.some((tag) => tagsOf[occasion]?.includes(tag)))
    const [occasion] = named
    if (occasion === undefined || named.length > 1) return []
    const naming = tags.filter((tag) => tagsOf[occasion]?.includes(tag))
    const others = tags.filter((tag) => !naming.includes(tag))
    if (others.length < LEAST_TAGS) return []
    const kept = keepTag(index) ? [...others, naming[0] as string] : others
    return [{ text: kept.map((tag) => `#${tag}`).join(' '), occasion }]
  })
}

/** Alternative texts of web pictures: language about pictures that names no occasion we know of. */
export async function webTexts(folder: string): Promise<Text[]> {
  const lines = (await readFile(join(folder, 'conceptual_captions_val.txt'), 'utf8')).split('\n')
  return lines.filter((line) => line !== '').map((text) => ({ text, occasion: null }))
}
