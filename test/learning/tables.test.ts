import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { writeTable } from '../../src/dataset/write.ts'
import { UserError } from '../../src/errors.ts'
import { evaluateTables } from '../../src/learning/evaluate/tables.ts'
import { evaluationTables, evaluationText } from '../../src/learning/evaluate/words.ts'
import { garmentRow, personRow, photoRow } from '../dataset/rows.ts'

const box = [0.125, 0.25, 0.5, 0.75]
const elsewhere = { x0: 0.7, y0: 0.1, x1: 0.9, y1: 0.3 }

async function looks(t: ExecutionContext, labels: readonly object[]): Promise<[string, string]> {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await writeTable(join(folder, 'photos.arrow'), 'photos', [
    photoRow({ photo_id: '1', path: 'x/a.jpg', occasion: 'travel' }),
    photoRow({ photo_id: '2', path: 'x/b.jpg', occasion: null, occasion_score: null }),
    photoRow({ photo_id: '3', path: 'y/b.jpg', occasion: 'prom' }),
  ])
  await writeTable(join(folder, 'people.arrow'), 'people', [
    personRow({ photo_id: '1', gender: 'female', age: 'unknown' }),
    personRow({ photo_id: '3', gender: 'male' }),
  ])
  await writeTable(join(folder, 'garments.arrow'), 'garments', [
    garmentRow({ photo_id: '1', category: 'dress', product_color: 'red' }),
    garmentRow({ photo_id: '1', garment: 1, category: 'coat', ...elsewhere }),
    garmentRow({ photo_id: '3', category: 'jeans' }),
  ])
  const file = join(folder, 'labels.jsonl')
  await writeFile(file, labels.map((label) => JSON.stringify(label)).join('\n'))
  return [folder, file]
}

test('a dataset is compared with labels: pairs, photos, and what was not said', async (t) => {
  const [folder, file] = await looks(t, [
    {
      photo: 'a.jpg',
      occasion: 'travel',
      people: [{ box, gender: 'female', age: '30_to_49' }],
      garments: [{ box, category: 'dress', attributes: { product_color: 'blue', neckline: 'v_neck' } }],
    },
    { photo: 'x/b.jpg', occasion: 'work' },
    { photo: 'y/b.jpg', occasion: 'prom', main: { category: 'shirt', attributes: {} } },
    { photo: 'gone.jpg', occasion: 'prom' },
  ])
  const { photos, families, regions, people } = await evaluateTables(folder, file)
  t.deepEqual(photos, { labelled: 4, found: 3, failed: 0 })
  t.like(regions, { n: 1, recall: 1, precision: 0.5, ap50: 1 })
  t.like(people, { n: 1, recall: 1, precision: 1, ap50: 1 })
  t.is(families.occasion?.n, 3)
  t.is(families.occasion?.accuracy, 2 / 3)
  t.is(families.occasion?.answered, 2 / 3)
  t.is(families.category?.n, 2)
  t.is(families.category?.accuracy, 0.5)
  t.is(families.product_color?.accuracy, 0)
  t.is(families.neckline?.answered, 0)
  t.is(families.gender?.accuracy, 1)
  t.is(families.age?.answered, 0)
})

test('labels of other photos are an error that says which', async (t) => {
  const [folder, file] = await looks(t, [{ photo: 'other/c.jpg', occasion: 'prom' }])
  const error = await t.throwsAsync(() => evaluateTables(folder, file), { instanceOf: UserError })
  t.is(error?.message, `No photo of \`${file}\` is in \`${folder}\`.`)
  t.regex((error as UserError).hint ?? '', /The first labelled photo is `other\/c\.jpg`/)
})

test('an end of a path that two photos have names neither', async (t) => {
  const [folder, file] = await looks(t, [
    { photo: 'x/b.jpg', occasion: 'work' },
    { photo: 'y/b.jpg', occasion: 'prom' },
  ])
  const { photos, families } = await evaluateTables(folder, file)
  t.is(photos.found, 2)
  t.is(families.occasion?.accuracy, 0.5)
})

test('an evaluation is told in words', async (t) => {
  const [folder, file] = await looks(t, [{ photo: 'a.jpg', occasion: 'travel' }])
  const evaluation = await evaluateTables(folder, file)
  const [families, confusion] = evaluationTables(evaluation)
  t.deepEqual(families?.rows, [
    [
      'occasion',
      '1',
      '100.0 %',
      '20.7 % to 100.0 %',
      '100.0 %',
      '100.0 %',
      '25.0 %',
      '100.0 %',
      '100.0 %',
      '20.7 % to 100.0 %',
    ],
  ])
  t.deepEqual(confusion, {
    title: 'occasion: true (rows), said (columns)',
    headings: ['', '1'],
    words: 1,
    rows: [['1 travel', '1']],
  })
  t.is(evaluationText(evaluation), '1 of 1 labelled photos, 0 unreadable.')
})
