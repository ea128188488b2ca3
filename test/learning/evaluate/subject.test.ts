import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { UserError } from '../../../src/errors.ts'
import { type SubjectFlags, subjectOf } from '../../../src/learning/evaluate/subject.ts'

async function folder(t: ExecutionContext, ...names: string[]): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'wearabouts-'))
  t.teardown(() => rm(path, { recursive: true }))
  for (const name of names) {
    if (name.endsWith('/')) await mkdir(join(path, name))
    else await writeFile(join(path, name), '')
  }
  return path
}

const flags = (given: Partial<SubjectFlags> = {}): SubjectFlags => ({
  labels: undefined,
  photos: undefined,
  pack: undefined,
  ...given,
})

test('a folder is a pack, a dataset or photos by what is in it', async (t) => {
  const pack = await folder(t, 'pack.json', 'labels.jsonl')
  t.deepEqual(await subjectOf(pack, flags({ photos: pack }), 'street'), {
    kind: 'photos',
    photos: pack,
    labels: join(pack, 'labels.jsonl'),
    pack,
  })
  for (const name of ['part-00000/', '_run.json', 'photos.arrow']) {
    const dataset = await folder(t, name)
    t.deepEqual(await subjectOf(dataset, flags({ labels: 'l.jsonl' }), 'street'), {
      kind: 'dataset',
      dataset,
      labels: 'l.jsonl',
    })
  }
  const photos = await folder(t, 'a.jpg', 'labels.jsonl')
  const own = { kind: 'photos', photos, labels: join(photos, 'labels.jsonl') } as const
  t.deepEqual(await subjectOf(photos, flags(), 'street'), { ...own, pack: 'street' })
  t.deepEqual(await subjectOf(photos, flags({ pack: 'mine', labels: 'l.jsonl' }), 'street'), {
    ...own,
    labels: 'l.jsonl',
    pack: 'mine',
  })
})

const refused: [string, string[], Partial<SubjectFlags>, (path: string) => string][] = [
  ['a pack without photos', ['pack.json'], {}, () => 'A pack needs photos to read.'],
  ['a pack with a pack', ['pack.json'], { pack: 'p' }, (path) => `\`${path}\` is a pack itself.`],
  ['tables with a pack', ['_run.json'], { pack: 'p' }, () => '`--pack` has no use with tables.'],
  ['tables with photos', ['_run.json'], { photos: 'p' }, () => '`--photos` has no use with tables.'],
  ['photos with photos', ['a.jpg'], { photos: 'p' }, (path) => `\`${path}\` is the folder of photos itself.`],
  [
    'photos without labels',
    ['a.jpg', 'labels.jsonl/'],
    {},
    (path) => `There are no labels: \`${path}\` holds no \`labels.jsonl\`.`,
  ],
]
for (const [name, names, given, message] of refused) {
  test(`${name} is refused`, async (t) => {
    const path = await folder(t, ...names)
    const error = await t.throwsAsync(() => subjectOf(path, flags(given), 'street'), { instanceOf: UserError })
    t.is(error?.message, message(path))
    t.is((error as UserError).exit, 2)
  })
}

test('a folder that is not there is an input error', async (t) => {
  const error = await t.throwsAsync(() => subjectOf('/nowhere', flags(), 'street'), { instanceOf: UserError })
  t.is(error?.message, 'There is no dataset, pack or folder of photos at `/nowhere`.')
  t.is((error as UserError).exit, 5)
})
