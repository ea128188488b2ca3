import type { Placement } from '../../photo/placement.ts'
import type { Occasion } from '../../vocabulary/vocabulary.ts'
import type { Findings } from '../findings.ts'
import type { Graphs, Outputs, PhotoInput, Reader } from '../kind.ts'
import type { PackManifest } from '../manifest.ts'
import { type Choice, probabilitiesOf, sureChoice } from './choice.ts'
import { CONTEXT_GRAPH, LOOK_GRAPH } from './contract.ts'
import { type Batch, batchOf, contextFeeds, type Seen } from './feeds.ts'
import { readGarments } from './garments.ts'
import { gridOf, PEOPLE_STRIDE, REGION_STRIDE } from './grid.ts'
import { headsOf } from './heads.ts'
import { findHeads, findPeople, type SeenPerson } from './people.ts'
import { findGarments } from './regions.ts'
import { readPeople } from './wearers.ts'

/** Least heat of a head's centre where the pack does not say. */
const HEAD_THRESHOLD = 0.3

/** Look at the photos, see who wears what where, then name it in context. One run of each graph for all photos. */
export function readPhotos(manifest: PackManifest, graphs: Graphs, options: { readonly people: boolean }): Reader {
  return async (photos) => {
    const batch = batchOf(photos, manifest)
    const looked = await look(batch, graphs)
    const seen = photos.map((photo, index) => see(looked, photos.length, index, photo, manifest))
    const outputs = await inContext(batch, looked, seen, manifest, graphs)
    return photos.map((photo, index) => name(seen[index]!, outputs, index, photo, manifest, options.people))
  }
}

/** One run of the look graph. */
export function look(batch: Batch, graphs: Graphs): Promise<Outputs> {
  return graphs[LOOK_GRAPH]!.run({ photo: batch.pixels })
}

/** One run of the context graph on what the look graph gave. */
export function inContext(
  batch: Batch,
  looked: Outputs,
  seen: readonly Seen[],
  manifest: PackManifest,
  graphs: Graphs,
): Promise<Outputs> {
  return graphs[CONTEXT_GRAPH]!.run({
    features: { type: 'float32', ...looked.features! },
    scene: { type: 'float32', ...looked.scene! },
    ...contextFeeds(batch, seen, manifest),
  })
}

function see(looked: Outputs, count: number, index: number, photo: PhotoInput, manifest: PackManifest): Seen {
  const { thresholds, limits, regions: classes, input: canvas } = manifest
  const { placement } = photo
  const own = (output: string): Float32Array => {
    const { data } = looked[output]!
    const size = data.length / count
    return data.subarray(index * size, (index + 1) * size)
  }
  const people = seePeople(own('people'), placement, manifest)
  const garments = findGarments(own('regions'), gridOf(canvas, REGION_STRIDE), people, {
    classes,
    pixel: thresholds.region_pixel,
    area: thresholds.region_area,
    garment: thresholds.garment,
    limit: limits.garments,
    placement,
  })
  return { people, garments }
}

function seePeople(map: Float32Array, placement: Placement, manifest: PackManifest): SeenPerson[] {
  const { thresholds, limits, input: canvas } = manifest
  const grid = gridOf(canvas, PEOPLE_STRIDE)
  const options = { threshold: thresholds.person, limit: limits.people, placement, canvas }
  const people = findPeople(map, grid, options)
  const heads = manifest.close_ups ? findHeads(map, grid, thresholds.head ?? HEAD_THRESHOLD) : []
  const own = headsOf(people, heads)
  return people.map((person, index) => ({ ...person, head: own[index]! }))
}

function name(
  seen: Seen,
  outputs: Outputs,
  index: number,
  { placement }: PhotoInput,
  manifest: PackManifest,
  people: boolean,
): Findings {
  const { limits } = manifest
  const occasion = readOccasion(outputs, index, manifest)
  return {
    people: readPeople(seen.people, people ? outputs : null, index * limits.people, manifest, placement),
    garments: readGarments(seen.garments, outputs, index * limits.garments, manifest, placement),
    occasion: (occasion?.label ?? null) as Occasion | null,
    occasionScore: occasion?.probability ?? null,
  }
}

/** Null rather than a guess where photo and caption say too little. */
function readOccasion(outputs: Outputs, index: number, manifest: PackManifest): Choice | undefined {
  if (!manifest.families.includes('occasion')) return undefined
  return sureChoice(manifest, 'occasion', probabilitiesOf(manifest, 'occasion', outputs.occasion!.data, index))
}
