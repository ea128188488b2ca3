import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { UserError } from '../../src/errors.ts'
import { loadPack } from '../../src/inference/pack/load.ts'
import { random } from '../../src/learning/graph/random.ts'
import { emptyBatch, fillRow } from '../../src/learning/recipe/batch.ts'
import { readExamples } from '../../src/learning/recipe/examples.ts'
import { emptyRecord, PixelCache } from '../../src/learning/recipe/pixels.ts'
import { readRecipe } from '../../src/learning/recipe/recipe.ts'
import { type TrainOptions, train } from '../../src/learning/recipe/train.ts'
import { PLAIN, randomView, viewBox } from '../../src/learning/recipe/view.ts'
import { readCheckpoint } from '../../src/learning/train/checkpoint.ts'
import { drawPhotos, jsonLines } from './drawn.ts'

async function setting(t: ExecutionContext, changes: object = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-train-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const photos = join(folder, 'photos')
  const checked = await drawPhotos(photos, 6, 'checked')
  const machine = await drawPhotos(photos, 3, 'machine')
  const validation = await drawPhotos(photos, 3, 'validation')
  await writeFile(join(folder, 'checked.jsonl'), jsonLines(checked))
  await writeFile(join(folder, 'machine.jsonl'), jsonLines([...machine, ...checked.slice(0, 3)]))
  await writeFile(join(folder, 'validation.jsonl'), jsonLines(validation))
  const recipe = {
    name: 'tiny',
    output: 'pack',
    photos: 'photos',
    train: 'checked.jsonl',
    weak: 'machine.jsonl',
    validation: 'validation.jsonl',
    network: { size: 'small' },
    epochs: 2,
    batch: 3,
    weak_share: 0.34,
    ...changes,
  }
  const path = join(folder, 'recipe.json')
  await writeFile(path, JSON.stringify(recipe))
  return path
}

const quiet = (changes: Partial<TrainOptions> = {}): TrainOptions => ({
  threads: 1,
  signal: new AbortController().signal,
  onStep() {},
  onEpoch() {},
  ...changes,
})

test('a recipe becomes a pack that loads, and a stopped run ends with the weights of one undisturbed', async (t) => {
  const recipe = await readRecipe(await setting(t))
  const summary = await train(recipe, quiet())
  t.is(summary.epochs.length, 2)
  const pack = await loadPack(recipe.output)
  t.deepEqual(pack.manifest.families, ['category', 'product_color', 'gender', 'age', 'occasion'])
  t.is(
    pack.manifest.confusion.category?.counts.flat().reduce((sum, n) => sum + n),
    3,
  )
  const card = await readFile(join(recipe.output, 'MODEL_CARD.md'), 'utf8')
  t.regex(card, /Trained with `wearabouts train` on 6 checked and 3 machine-labelled photos/)
  const curve = JSON.parse(await readFile(join(recipe.output, 'training.vl.json'), 'utf8'))
  t.is(curve.data.values.length, 2)

  const again = await readRecipe(await setting(t))
  const photos = { ...again, photos: recipe.photos }
  const controller = new AbortController()
  const onEpoch = () => controller.abort()
  const first = await train(photos, quiet({ signal: controller.signal, onEpoch }))
  t.true(first.interrupted)
  t.is(first.epochs.length, 1)
  await train(photos, quiet())
  const weights = async (output: string) => (await readCheckpoint(join(output, 'training', 'last.checkpoint'))).tensors
  t.deepEqual(await weights(again.output), await weights(recipe.output))
})

const refused: [string, object, RegExp][] = [
  ['a missing photo folder', { photos: 'nowhere' }, /recipe\.json: there is no photo folder at `.*nowhere`\./],
  ['an unknown field', { epoch: 3 }, /recipe\.json: `epoch` is `3`, not a field of a recipe\./],
  ['no name', { name: undefined }, /`name` is `null`, not a text\./],
  ['half an epoch', { epochs: 0.5 }, /`epochs` is `0.5`, not a whole number from 1\./],
  [
    'an unknown switch',
    { network: { context: 'most' } },
    /`network\.context` is `"most"`, not one of none, garments, tasks, all\./,
  ],
  ['no validation', { validation: [] }, /`validation` is `\[\]`, not a label file or a list of them\./],
]
for (const [name, changes, message] of refused) {
  test(`a recipe with ${name} is refused by field`, async (t) => {
    const path = await setting(t, changes)
    await t.throwsAsync(() => readRecipe(path), { instanceOf: UserError, message })
  })
}

test('a photo in training and validation is refused', async (t) => {
  const recipe = await readRecipe(await setting(t, { validation: 'checked.jsonl' }))
  await t.throwsAsync(() => readExamples(recipe), {
    instanceOf: UserError,
    message: 'The photo `checked-0.jpg` is in training and validation.',
  })
})

test('an empty split and a missing photo are errors', async (t) => {
  const path = await setting(t)
  const recipe = await readRecipe(path)
  const [validation] = recipe.validation as [string]
  await writeFile(validation, '')
  await t.throwsAsync(() => train(recipe, quiet()), { message: `The label file \`${validation}\` has no labels.` })
  await writeFile(validation, '{"photo":"gone.jpg"}\n')
  const gone = join(recipe.photos, 'gone.jpg')
  await t.throwsAsync(() => train(recipe, quiet()), {
    message: `The labelled photo \`${gone}\` cannot be read: it is not there`,
  })
})

test('photos with both labels are counted into the confusion and trained as checked', async (t) => {
  const examples = await readExamples(await readRecipe(await setting(t)))
  t.is(examples.weak.length, 3)
  t.is(examples.clean.length, 6)
  t.is(
    examples.confusion
      .get('product_color')
      ?.flat()
      .reduce((sum, n) => sum + n),
    3,
  )
})

test('a filled row holds the photo, its boxes on the canvas, and -1 for what is unknown', async (t) => {
  const recipe = await readRecipe(await setting(t))
  const { clean } = await readExamples(recipe)
  const cache = await PixelCache.open(
    recipe.photos,
    clean.map(({ file }) => file),
  )
  const record = emptyRecord()
  await cache.read(0, record)
  const batch = emptyBatch(2)
  fillRow(batch, 1, clean[0]!, record, PLAIN)
  await cache.close()
  const [x0, y0] = batch.garment_boxes!.slice(32, 34)
  t.true(Math.abs(Number(x0) - clean[0]!.label.garments![0]!.box.x0) < 0.01)
  t.true(Math.abs(Number(y0) - clean[0]!.label.garments![0]!.box.y0) < 0.01)
  t.is(batch.category_label!.filter((label) => label !== -1).length, 1)
  t.true(batch.neckline_label!.every((label) => label === -1))
  t.true(batch.region_label!.subarray(0, 3072).every((label) => label === -1))
  const { box } = clean[0]!.label.garments![0]!
  const middle = (Math.round(128 * (box.y0 + box.y1)) * 192 + Math.round(96 * (box.x0 + box.x1))) * 3
  const [red, green] = batch.photo!.slice(192 * 256 * 3 + middle)
  t.true(Number(red) > 150 && Number(green) < 90, `${red}, ${green}`)
})

test('a box moves with the view, and is gone when little of it is left', (t) => {
  const box = { x0: 0.2, y0: 0.4, x1: 0.4, y1: 0.6 }
  t.deepEqual(viewBox(box, PLAIN), box)
  const mirrored = viewBox(box, { ...PLAIN, mirrored: true })!
  t.true(Math.abs(mirrored.x0 - 0.6) < 1e-9 && Math.abs(mirrored.x1 - 0.8) < 1e-9)
  t.is(viewBox(box, { ...PLAIN, x: 0.9, zoom: 2 }), null)
  t.deepEqual(randomView(random(1)), randomView(random(1)))
})
