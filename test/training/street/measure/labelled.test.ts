import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { readTruth } from '../../../../src/learning/evaluate/read-truth.ts'
import { labelLine } from '../../../../training/street/measure/answers.ts'
import { LABELLED, labelledPhotos } from '../../../../training/street/measure/labelled.ts'
import { makeData } from './data.ts'

const folders = await makeData()

const main = { x0: 0.1, y0: 0.05, x1: 0.5, y1: 0.95 }
const small = { x0: 0.8, y0: 0.5, x1: 0.9, y1: 0.6 }
const people = [
  { box: main, child: false, optional: false },
  { box: small, child: false, optional: true },
]

test('masked photos are labelled with garments as masked and persons as seen, small ones optional', async (t) => {
  const photos = await labelledPhotos(folders, 'ccp', 'test')
  t.deepEqual(
    photos.map(({ truth }) => truth.photo),
    folders.names.ccp,
  )
  t.deepEqual(photos[0], {
    file: join(folders.data, 'ccp', 'photos', folders.names.ccp?.[0] as string),
    truth: {
      photo: folders.names.ccp?.[0] as string,
      people,
      garments: [
        { box: { x0: 0.2, y0: 0.25, x1: 0.5, y1: 0.75 }, category: ['dress'], attributes: {}, optional: false },
      ],
    },
  })
})

test('a main garment is labelled even where the person teacher saw nobody', async (t) => {
  const photos = await labelledPhotos(folders, 'clothing-attributes', 'test')
  t.deepEqual(
    photos.map(({ truth }) => truth.people),
    [people, undefined],
  )
  for (const { truth } of photos) {
    t.deepEqual(truth.main, {
      gender: ['female'],
      child: false,
      groups: ['full_body_garment', 'outerwear', 'upper_body_garment'],
      category: ['blazer', 'cardigan', 'coat', 'jacket', 'vest_waistcoat'],
      attributes: { product_color: ['black', 'white'], sleeve_length: ['long', 'three_quarter'] },
    })
  }
})

test('faces of adults have gender and age, those of children neither, and youths are left out', async (t) => {
  const photos = await labelledPhotos(folders, 'fairface', 'test')
  t.deepEqual(
    photos.map(({ truth }) => truth.main),
    [
      { gender: ['female'], age: ['30_to_49'], child: false, attributes: {} },
      { child: true, attributes: {} },
    ],
  )
})

test('labels are read back from a label file as they were', async (t) => {
  for (const source of LABELLED) {
    if (source === 'miniplaces' || source === 'drawn') continue
    const photos = await labelledPhotos(folders, source, 'test')
    const file = join(await mkdtemp(join(tmpdir(), 'wearabouts-')), 'labels.jsonl')
    await writeFile(file, photos.map(({ truth }) => labelLine(truth, truth.photo)).join('\n'))
    t.deepEqual(
      await readTruth(file),
      photos.map(({ truth }) => truth),
    )
  }
})

test('without a drawn feed there are no drawn photos', async (t) => {
  t.deepEqual(await labelledPhotos(folders, 'drawn', 'test'), [])
})
