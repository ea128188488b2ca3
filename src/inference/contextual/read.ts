import type { Occasion } from '../../vocabulary/vocabulary.ts'
import type { Findings } from '../findings.ts'
import type { Graphs, Outputs, PhotoInput, Reader } from '../kind.ts'
import type { PackManifest } from '../manifest.ts'
import { type Choice, probabilitiesOf, sureChoice } from './choice.ts'
import { CONTEXT_GRAPH, LOOK_GRAPH } from './contract.ts'
import { contextFeeds, type Seen } from './feeds.ts'
import { readGarments } from './garments.ts'
import { gridOf, PEOPLE_STRIDE, REGION_STRIDE } from './grid.ts'
import { findPeople } from './people.ts'
import { findGarments } from './regions.ts'
import { readPeople } from './wearers.ts'

/** Look at the photos, see who wears what where, then name it in context. One run of each graph for all photos. */
export function readPhotos(manifest: PackManifest, graphs: Graphs, options: { readonly people: boolean }): Reader {
  return async (photos) => {
    const looked = await look(photos, manifest, graphs)
    const seen = photos.map((photo, index) => see(looked, photos.length, index, photo, manifest))
    const outputs = await inContext(photos, looked, seen, manifest, graphs)
    return photos.map((photo, index) => name(seen[index]!, outputs, index, photo, manifest, options.people))
  }
}

/** One run of the look graph. Pixels are copied together, since ONNX Runtime takes no shared memory. */
export function look(photos: readonly PhotoInput[], manifest: PackManifest, graphs: Graphs): Promise<Outputs> {
  const { width, height } = manifest.input
  const bytes = width * height * 3
  const data = new Uint8Array(photos.length * bytes)
  for (const [index, { pixels }] of photos.entries()) data.set(pixels, index * bytes)
  return graphs[LOOK_GRAPH]!.run({ photo: { type: 'uint8', data, dims: [photos.length, height, width, 3] } })
}

/** One run of the context graph on what the look graph gave. */
export function inContext(
  photos: readonly PhotoInput[],
  looked: Outputs,
  seen: readonly Seen[],
  manifest: PackManifest,
  graphs: Graphs,
): Promise<Outputs> {
  return graphs[CONTEXT_GRAPH]!.run({
    features: { type: 'float32', ...looked.features! },
    scene: { type: 'float32', ...looked.scene! },
    ...contextFeeds(photos, seen, manifest),
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
  const people = findPeople(own('people'), gridOf(canvas, PEOPLE_STRIDE), {
    threshold: thresholds.person,
    limit: limits.people,
    placement,
    canvas,
  })
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
