import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import test, { type ExecutionContext } from 'ava'
import { UserError } from '../../src/errors.ts'
import { type Engine, type EngineOptions, openEngine } from '../../src/inference/engine.ts'
import { InferenceError } from '../../src/inference/errors.ts'
import type { Findings } from '../../src/inference/findings.ts'
import { loadPack } from '../../src/inference/pack/load.ts'
import { Pool } from '../../src/inference/pool/pool.ts'
import { openReader } from '../../src/inference/session/open.ts'
import { contextModel, lookModel, poisonedLookModel } from './helpers/graphs.ts'
import { manifest, writePack } from './helpers/pack.ts'
import { paint, scene } from './helpers/paint.ts'

const whole = { x: 0, y: 0, width: 64, height: 64 }

async function read(engine: Engine, pixels: Uint8Array, caption: string | null = null, placement = whole) {
  const slot = await engine.acquire()
  slot.pixels.set(pixels)
  return engine.submit(slot, { caption, placement })
}

const open = async (options: Partial<EngineOptions> = {}) =>
  openEngine({ pack: options.pack ?? (await writePack()), device: 'cpu', workers: 1, people: true, ...options })

async function findingsOf(options: Partial<EngineOptions>): Promise<Findings[]> {
  const engine = await open(options)
  const captions = ['a wedding #guest', null, '結婚式', 'off to work 💼']
  const all = Array.from({ length: 24 }, (_, seed) => read(engine, scene(seed), captions[seed % 4]!))
  const findings = await Promise.all(all)
  await engine.close()
  return findings
}

test('people and garments are found where they are, mapped back to the upright photo', async (t) => {
  const engine = await open()
  const photo = paint(
    ['upper_body_garment', 16, 8, 24, 16],
    ['lower_body_garment', 20, 32, 16, 16],
    ['person', 24, 24, 8, 8],
  )
  const found = await read(engine, photo, 'work', { x: 8, y: 0, width: 48, height: 64 })
  const [left, right] = [(8 - 8) / 48, (48 - 8) / 48]
  t.deepEqual(
    found.people.map(({ box }) => box),
    [{ x0: left, y0: 8 / 64, x1: right, y1: 48 / 64 }],
  )
  t.deepEqual(
    found.garments.map(({ box, person }) => [person, box.x0 * 48, box.y0 * 64, box.x1 * 48, box.y1 * 64].map(Number)),
    [
      [0, 8, 8, 32, 24],
      [0, 12, 32, 28, 48],
    ],
  )
  t.true(found.occasionScore! > 0 && found.occasionScore! <= 1)
  await engine.close()
})

test('findings are the same for any number of workers, any batch size and any order', async (t) => {
  const pack = await writePack()
  const reference = await findingsOf({ pack, workers: 1, batchSize: 1 })
  t.true(reference.some(({ people }) => people.length === 2))
  t.true(new Set(reference.map((findings) => JSON.stringify(findings))).size > 10)
  t.deepEqual(await findingsOf({ pack, workers: 3, batchSize: 1 }), reference)
  t.deepEqual(await findingsOf({ pack, workers: 2, batchSize: 8 }), reference)
})

test('a black photo has nobody, nothing, and an occasion only if that is sure', async (t) => {
  const stated = manifest({ thresholds: { ...manifest().thresholds, occasion: 1 } })
  const engine = await open({ pack: await writePack({ manifest: stated }) })
  t.deepEqual(await read(engine, paint()), { people: [], garments: [], occasion: null, occasionScore: null })
  await engine.close()
})

test('without people nobody has gender or age, but garments keep their wearers', async (t) => {
  const engine = await open({ people: false })
  const found = await read(engine, scene(0))
  t.deepEqual(
    found.people.map(({ gender, age, genderScore, ageScore }) => [gender, age, genderScore, ageScore]),
    [['unknown', 'unknown', 0, 0]],
  )
  t.is(found.garments[0]!.person, 0)
  await engine.close()
})

test('there are only so many slots, and each photo that is read gives one back', async (t) => {
  const engine = await open({ workers: 2 })
  const slots = await Promise.all(Array.from({ length: 8 }, () => engine.acquire()))
  let more = false
  const waiting = engine.acquire().then((slot) => {
    more = true
    return slot
  })
  await new Promise(setImmediate)
  t.false(more)
  await engine.submit(slots[0]!, { caption: null, placement: whole })
  ;(await waiting).release()
  t.true(more)
  await t.throwsAsync(engine.submit(slots[0]!, { caption: null, placement: whole }), { instanceOf: TypeError })
  await engine.close()
})

test('a photo for which the memory does not suffice is failed alone, the others are as before', async (t) => {
  const look = poisonedLookModel(manifest())
  const engine = await open({ pack: await writePack({ look }), workers: 2 })
  const photos = [scene(0), scene(1), scene(2), scene(3)]
  const poisoned = Uint8Array.from(scene(1))
  poisoned[0] = 255
  const good = await Promise.all(photos.map((photo) => read(engine, photo)))
  const error = await t.throwsAsync(read(engine, poisoned), { instanceOf: InferenceError })
  t.is(error.code, 'inference_failed')
  t.regex(error.message, /^The network failed on this photo: /)
  t.deepEqual(await Promise.all(photos.map((photo) => read(engine, photo))), good)
  await engine.close()
})

test('a batch of several photos is read as each of them alone', async (t) => {
  const pack = await loadPack(await writePack())
  const reader = await openReader(pack, 'cpu', { people: true })
  const photos = [0, 1, 2, 3].map((seed) => ({ pixels: scene(seed), caption: `photo ${seed}`, placement: whole }))
  const alone = []
  for (const photo of photos) alone.push(...(await reader.read([photo])))
  t.deepEqual(await reader.read(photos), alone)
  await reader.close()
})

test('of a batch that fails only the photo at fault is failed', async (t) => {
  const pack = await loadPack(await writePack({ look: poisonedLookModel(manifest()) }))
  const ring = new SharedArrayBuffer(4 * 64 * 64 * 3)
  for (const slot of [0, 1, 2, 3]) new Uint8Array(ring).set(scene(slot), slot * 64 * 64 * 3)
  // The first byte of a batch decides over all of it.
  new Uint8Array(ring)[0] = 255
  const start = { task: 'read', pack, device: 'cpu', people: true, ring } as const
  const pool = await Pool.open({ start, workers: 1, batch: 4 })
  const reads = [0, 1, 2, 3].map((slot) => pool.read({ slot, caption: null, placement: whole }))
  const settled = await Promise.allSettled(reads)
  t.deepEqual(
    settled.map(({ status }) => status),
    ['rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
  )
  await pool.close()
})

/** The pack's graphs do not fit its manifest: exit 4 and what is wrong. */
async function refused(t: ExecutionContext, pack: string, problem: RegExp): Promise<void> {
  const error = await t.throwsAsync(open({ pack, workers: 2 }), { instanceOf: UserError })
  t.regex(error.message, problem)
  t.true(error.message.startsWith(`The model pack \`${pack}\` cannot be used: \``))
  t.is(error.exit, 4)
}

test('graphs that do not fit the manifest are refused with what is wrong', async (t) => {
  const stated = manifest()
  const wide = { ...stated, input: { ...stated.input, width: 128 } }
  await refused(
    t,
    await writePack({ look: lookModel(wide) }),
    /`look\.onnx` has the input `photo` of size \[N, 64, 128, 3\], expected \[\?, 64, 64, 3\] by pack\.json\.$/,
  )
  const fewer = { ...stated, families: stated.families.filter((family) => family !== 'neckline') }
  await refused(
    t,
    await writePack({ context: contextModel(fewer) }),
    /`context\.onnx` has no output `neckline`, only category, gender, age, occasion, closure_type, /,
  )
  const labels = { ...stated.labels, gender: ['female'] }
  await refused(
    t,
    await writePack({ context: contextModel({ ...stated, labels }) }),
    /`context\.onnx` has the output `gender` of size \[N, 3, 1\], expected \[\?, 3, 2\] by pack\.json\.$/,
  )
  await refused(
    t,
    await writePack({ context: lookModel(stated) }),
    /`context\.onnx` wants an input `photo`, but there are only features, scene, garment_boxes, /,
  )
})

test('bytes that are no model are refused with what the runtime says', async (t) => {
  await refused(t, await writePack({ look: Uint8Array.of(8, 9) }), /`look\.onnx` cannot be loaded \(/)
})

test('numbers of workers and batch sizes are whole and positive', async (t) => {
  const error = await t.throwsAsync(open({ workers: 0 }), { instanceOf: UserError })
  t.is(error.message, 'Expected a whole number from 1 for `workers` but received `0`.')
  t.is(error.exit, 2)
  await t.throwsAsync(open({ batchSize: 1.5 }), { message: /`batchSize` but received `1.5`/ })
})

test('a closed engine gives no slots', async (t) => {
  const engine = await open()
  await engine.close()
  await t.throwsAsync(engine.acquire(), { message: 'The engine is closed.' })
})

test('several engines with several workers open and close in one process, which then ends by itself', async (t) => {
  const program = `
    import { openEngine } from ${JSON.stringify(new URL('../../src/inference/engine.js', import.meta.url).href)}
    for (let round = 0; round < 3; round++) {
      const options = { pack: process.argv[1], device: 'cpu', workers: 3, people: true }
      const engines = await Promise.all([openEngine(options), openEngine(options)])
      for (const engine of engines) {
        const slot = await engine.acquire()
        await engine.submit(slot, { caption: 'x', placement: { x: 0, y: 0, width: 64, height: 64 } })
      }
      await Promise.all(engines.map((engine) => engine.close()))
    }
    process.stdout.write('closed')`
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', program, await writePack()],
    { timeout: 60_000 },
  )
  t.is(stdout, 'closed')
  t.is(stderr, '')
})
