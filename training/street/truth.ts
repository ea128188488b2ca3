import { copyFile, link, mkdir, readdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LABEL_FILE } from '../../src/learning/evaluate/subject.ts'
import { FOLDER_FLAGS, readFolders } from './folders.ts'
import { labelLine } from './measure/answers.ts'
import { LABELLED, type Labelled, labelledPhotos } from './measure/labelled.ts'
import type { Split } from './sample.ts'

/**
 * `node dist/training/street/truth.js --data DIR --models DIR --cache DIR --split test -o DIR` writes a folder for each
 * data set, outside the repository, that `wearabouts evaluate` reads as it is: `photos/`, which are links to those of
 * the split, `labels.jsonl`, and `split.txt`, the photos' names in their data set.
 */
const { values } = parseArgs({
  options: {
    ...FOLDER_FLAGS,
    split: { type: 'string', default: 'test' },
    output: { type: 'string', short: 'o', default: '.cache/truth' },
  },
})

const SPLITS: readonly Split[] = ['train', 'validation', 'test']

async function writeTruths(split: Split, output: string): Promise<void> {
  const folders = readFolders(values)
  for (const source of LABELLED) {
    const photos = await labelledPhotos(folders, source, split)
    if (photos.length === 0) continue
    const folder = join(output, source)
    await writeTruth(folder, photos)
    console.log(`${source}: ${photos.length} photos in ${folder}`)
  }
}

/** Photos are put in as further names of the same file; on another disk as copies. */
async function writeTruth(folder: string, photos: readonly Labelled[]): Promise<void> {
  await emptyOrThrow(folder)
  await mkdir(join(folder, 'photos'), { recursive: true })
  const lines: string[] = []
  for (const { file, truth } of photos) {
    const path = `photos/${truth.photo.replace(/^photos\//, '').replaceAll('/', '_')}`
    const target = join(folder, path)
    await link(file, target).catch(() => copyFile(file, target))
    lines.push(labelLine(truth, path))
  }
  await writeFile(join(folder, LABEL_FILE), `${lines.join('\n')}\n`)
  const names = photos.map(({ truth }) => truth.photo).sort()
  await writeFile(join(folder, 'split.txt'), `${names.join('\n')}\n`)
}

/** Photos of an earlier run would be read as well. */
async function emptyOrThrow(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  if (names.length > 0) throw new Error(`${basename(folder)} in the output is not empty: name a new folder with -o`)
}

const split = SPLITS.find((name) => name === values.split)
if (split === undefined) throw new Error(`--split is ${values.split}, not one of ${SPLITS.join(', ')}`)
await writeTruths(split, resolve(values.output))
