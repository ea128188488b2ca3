import test from 'ava'
import { readPhotos } from '../../../src/inference/contextual/read.ts'
import type { Graph, Graphs, PhotoInput, Values } from '../../../src/inference/kind.ts'
import type { PackManifest } from '../../../src/inference/manifest.ts'
import { loadPack } from '../../../src/inference/pack/load.ts'
import { openGraphs } from '../../../src/inference/session/open.ts'
import { manifest, writePack } from '../helpers/pack.ts'
import { paint, type Square } from '../helpers/paint.ts'

type Feeds = { readonly [name: string]: Values }

/** A pack's graphs, and all they have been fed. */
async function recorded(stated: PackManifest) {
  const pack = await loadPack(await writePack({ manifest: stated }))
  const graphs = await openGraphs(pack, 'cpu')
  const fed: { [file: string]: Feeds[] } = {}
  const recording: { [file: string]: Graph } = {}
  for (const [file, graph] of Object.entries(graphs)) {
    const run: Graph['run'] = (feeds) => {
      fed[file] = [...(fed[file] ?? []), feeds]
      return graph.run(feeds)
    }
    recording[file] = { ...graph, run }
  }
  const release = async (opened: Graphs) => {
    for (const graph of Object.values(opened)) await graph.release()
  }
  return { read: readPhotos(pack.manifest, recording, { people: true }), fed, close: () => release(graphs) }
}

const photo = (...squares: Square[]): PhotoInput => ({
  pixels: paint(...squares),
  caption: null,
  placement: { x: 0, y: 0, width: 64, height: 64 },
})

/** Two people, each 40 pixels high from the middle of a blue cell; the left one's head reaches over the upper edge. */
const two: Square[] = [
  ['person', 16, 16, 8, 8],
  ['body', 16, 0, 8, 8],
  ['person', 48, 32, 8, 8],
  ['body', 48, 16, 8, 8],
]
const stated = manifest({ close_ups: true })

test('the context graph is fed the photo again, and the head of each person', async (t) => {
  const { read, fed, close } = await recorded(stated)
  const found = await read([photo(...two), photo(...two.slice(0, 1))])
  t.deepEqual(
    found.map(({ people }) => people.length),
    [2, 1],
  )
  const { photo: again, head_boxes, head_mask } = fed['context.onnx']![0]!
  t.is(again, fed['look.onnx']![0]!.photo)
  t.deepEqual([...head_mask!.data], [1, 1, 0, 0, 0, 0])
  t.deepEqual(
    [...head_boxes!.data.subarray(0, 12)].map((side) => side * 64),
    [8, -8, 32, 16, 40, 8, 64, 32, 0, 0, 0, 0],
  )
  await close()
})

test('what the photo shows at a head is in what is said of that person alone', async (t) => {
  const { read, close } = await recorded(stated)
  const mark: Square = ['lower_body_garment', 10, 13, 3, 3]
  const beside: Square = ['lower_body_garment', 10, 17, 3, 3]
  const [plain, marked, unmarked] = await read([photo(...two), photo(...two, mark), photo(...two, beside)])
  const scores = (index: number) => [plain, marked, unmarked].map((one) => one!.people[index]!.genderScore)
  const [before, after, same] = scores(0)
  t.true(Math.abs(after! - before!) > 1e-4)
  t.is(same, before)
  t.is(new Set(scores(1)).size, 1)
  // Nobody moved: it is the pixels that made the difference.
  t.deepEqual(
    marked!.people.map(({ box }) => box),
    plain!.people.map(({ box }) => box),
  )
  await close()
})

test('photos read together with close-ups are read as each of them alone', async (t) => {
  const { read, close } = await recorded(stated)
  const photos = [photo(...two), photo(...two.slice(2)), photo(), photo(...two, ['person', 10, 4, 4, 4])]
  const alone = []
  for (const one of photos) alone.push(...(await read([one])))
  t.deepEqual(await read(photos), alone)
  await close()
})

test('a head cooler than the pack says is nobody’s', async (t) => {
  const { read, fed, close } = await recorded(
    manifest({ close_ups: true, thresholds: { ...stated.thresholds, head: 1 } }),
  )
  await read([photo(...two)])
  t.deepEqual([...fed['context.onnx']![0]!.head_mask!.data], [0, 0, 0])
  await close()
})

test('without close-ups nobody has a head and the photo is looked at once', async (t) => {
  const { read, fed, close } = await recorded(manifest())
  t.is((await read([photo(...two)]))[0]!.people.length, 2)
  t.false('photo' in fed['context.onnx']![0]!)
  t.false('head_boxes' in fed['context.onnx']![0]!)
  await close()
})
