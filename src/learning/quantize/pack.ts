import type { Graph, PhotoInput } from '../../inference/kind.ts'
import { kindOf } from '../../inference/kinds.ts'
import { openGraphs, type PackSource } from '../../inference/session/open.ts'
import type { Feeds } from '../train/runtime.ts'
import { quantizeModel } from './quantize.ts'

/**
 * The graphs of a pack in integers, as {@link quantizeModel} makes them. Each is shown what it is fed when the float
 * pack reads the photos: boxes, colours and captions come as they will be.
 * @param photos some hundred of the kind the pack is for, none of them from a test set
 */
export async function quantizePack(
  pack: PackSource,
  photos: Iterable<PhotoInput> | AsyncIterable<PhotoInput>,
): Promise<{ readonly [file: string]: Uint8Array }> {
  const samples = await feedsOf(pack, photos)
  const models: { [file: string]: Uint8Array } = {}
  for (const [file, model] of Object.entries(pack.graphs)) {
    models[file] = await quantizeModel(model, samples[file] ?? [])
  }
  return models
}

/** What each graph was fed for each photo. */
async function feedsOf(
  pack: PackSource,
  photos: Iterable<PhotoInput> | AsyncIterable<PhotoInput>,
): Promise<{ readonly [file: string]: readonly Feeds[] }> {
  const graphs = await openGraphs(pack, 'cpu')
  const samples: { [file: string]: Feeds[] } = {}
  const recording = Object.entries(graphs).map(([file, graph]): [string, Graph] => {
    const fed: Feeds[] = []
    samples[file] = fed
    const run: Graph['run'] = (feeds) => {
      fed.push(Object.fromEntries(Object.entries(feeds).map(([name, { data }]) => [name, data])))
      return graph.run(feeds)
    }
    return [file, { ...graph, run }]
  })
  try {
    const read = kindOf(pack.manifest).reader(pack.manifest, Object.fromEntries(recording), { people: true })
    for await (const photo of photos) await read([photo])
  } finally {
    for (const graph of Object.values(graphs)) await graph.release()
  }
  return samples
}
