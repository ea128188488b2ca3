import type { Box } from '../../../src/inference/findings.ts'
import { area, intersection } from '../../../src/inference/geometry.ts'
import type { GarmentTruth, PersonTruth, Sample, Split } from '../sample.ts'
import { GARMENT_FAMILIES, LABELS } from '../settings.ts'
import { bandOf } from '../sources/fairface.ts'
import { AGE_GROUPS, type CloseUpName } from './settings.ts'

/** One head or garment to look at. */
export interface CloseUpItem {
  /** The sample's record in the pixel cache. */
  readonly record: number
  readonly source: string
  /** In shares of the cached canvas; may reach beyond. */
  readonly box: Box
  /** The picture it is on: all else is grey. */
  readonly within: Box
  /** For each output, the classes that may be true. */
  readonly sets: Readonly<Record<string, readonly string[]>>
}

/** Class names of each output, in its order. */
export const OUTPUT_LABELS: Readonly<Record<string, readonly string[]>> = { ...LABELS, age_group: AGE_GROUPS }

/** What of a split can be looked at and is labelled, in the samples' order. */
export function closeUpItems(name: CloseUpName, samples: readonly Sample[], split: Split): CloseUpItem[] {
  return samples.flatMap((sample, record) => {
    if (sample.split !== split) return []
    const things = name === 'heads' ? headsOf(sample.people ?? []) : garmentsOf(sample.garments)
    return things
      .filter(({ sets }) => Object.keys(sets).length > 0)
      .map(({ box, sets }) => ({ record, source: sample.source, box, within: tileOf(sample, box), sets }))
  })
}

type Thing = Pick<CloseUpItem, 'box' | 'sets'>

function headsOf(people: readonly PersonTruth[]): Thing[] {
  return people.flatMap(({ head, labels, ageGroup }) => {
    if (!head) return []
    const groups =
      ageGroup === undefined ? AGE_GROUPS.filter((group) => labels.age?.includes(bandOf[group] ?? '')) : [ageGroup]
    return [{ box: head, sets: setsOf({ gender: labels.gender, age_group: groups }) }]
  })
}

function garmentsOf(garments: readonly GarmentTruth[]): Thing[] {
  return garments.map(({ box, labels }) => ({
    box,
    sets: setsOf(Object.fromEntries(GARMENT_FAMILIES.map((family) => [family, labels[family]]))),
  }))
}

function setsOf(labels: Readonly<Record<string, readonly string[] | undefined>>): CloseUpItem['sets'] {
  const known = Object.entries(labels).filter(([, values]) => values !== undefined && values.length > 0)
  return Object.fromEntries(known) as CloseUpItem['sets']
}

/** The picture of a canvas of several on which a box lies. */
function tileOf(sample: Sample, box: Box): Box {
  const shared = ({ box: tile }: Sample['tiles'][number]) => area(intersection(tile, box))
  return sample.tiles.reduce((best, tile) => (shared(tile) > shared(best) ? tile : best)).box
}
