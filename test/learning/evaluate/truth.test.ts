import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { UserError } from '../../../src/errors.ts'
import { readLabels } from '../../../src/learning/evaluate/labels.ts'
import { readTruth } from '../../../src/learning/evaluate/read-truth.ts'

async function file(t: ExecutionContext, line: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const path = join(folder, 'labels.jsonl')
  await writeFile(path, JSON.stringify(line))
  return path
}

test('several right answers are read in class order, masks from the folder of the label file', async (t) => {
  const path = await file(t, {
    photo: 'a.jpg',
    main: { groups: ['outerwear'], category: ['coat', 'blazer'], attributes: {} },
    mask: { file: 'm/a.png', categories: { 3: 'dress', 7: ['jacket', 'coat'] } },
  })
  const [truth] = await readTruth(path)
  t.deepEqual(truth?.main, { child: false, groups: ['outerwear'], category: ['blazer', 'coat'], attributes: {} })
  t.is(truth?.mask?.file, join(path, '..', 'm', 'a.png'))
  t.deepEqual(
    [...(truth?.mask?.categories ?? [])],
    [
      [3, ['dress']],
      [7, ['coat', 'jacket']],
    ],
  )
})

const box = [0, 0, 1, 1]
const refused: [string, object, string][] = [
  [
    'an empty list of answers',
    { photo: 'a', main: { category: [] } },
    '`category` is an empty list; leave it out where nothing is known',
  ],
  [
    'a list with a name outside the vocabulary',
    { photo: 'a', occasion: ['work', '<b>'] },
    '`occasion` is `<b>`, which is none of conference, date, party, prom, school, shopping, sport, travel, wedding_guest, work',
  ],
  [
    'a group outside the vocabulary',
    { photo: 'a', main: { groups: ['shoes'] } },
    '`groups` is `shoes`, which is none of full_body_garment, outerwear, upper_body_garment, lower_body_garment',
  ],
  ['garments and a mask', { photo: 'a', garments: [], mask: {} }, 'both `garments` and `mask` are given'],
  ['a mask without a file', { photo: 'a', mask: { categories: {} } }, '`file` of `mask` is not a path'],
  ['a mask without categories', { photo: 'a', mask: { file: 'a.png' } }, '`categories` of `mask` is not an object'],
  [
    'a mask of index 0',
    { photo: 'a', mask: { file: 'a.png', categories: { 0: 'dress' } } },
    '`categories` of `mask` has `0`, which is no index from 1 to 255 with a category',
  ],
  [
    'a mask of an index that no pixel has',
    { photo: 'a', mask: { file: 'a.png', categories: { 256: 'dress' } } },
    '`categories` of `mask` has `256`, which is no index from 1 to 255 with a category',
  ],
]
for (const [name, line, what] of refused) {
  test(`a label file with ${name} is refused with file and line`, async (t) => {
    const path = await file(t, line)
    const error = await t.throwsAsync(() => readTruth(path), { instanceOf: UserError })
    t.is(error?.message, `${path}, line 1: ${what}.`)
    t.is((error as UserError).exit, 5)
    t.is((error as UserError).code, 'label_invalid')
  })
}

test('what can be judged but not learned is refused for training only', async (t) => {
  const several = await file(t, { photo: 'a', garments: [{ box, category: ['coat', 'jacket'] }] })
  t.is((await readTruth(several)).length, 1)
  await t.throwsAsync(() => readLabels(several), {
    message: `${several}, line 1: \`category\` has 2 values, of which only \`evaluate\` can make use.`,
  })
  const nameless = await file(t, { photo: 'a', garments: [{ box }] })
  t.is((await readTruth(nameless)).length, 1)
  await t.throwsAsync(() => readLabels(nameless), { message: `${nameless}, line 1: a garment has no \`category\`.` })
})
