import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Folders } from '../../../../training/street/folders.ts'
import { splitOf } from '../../../../training/street/split.ts'

/** The first numbered names that belong to a split. */
function namesIn(source: string, split: string, count: number, ending: string): string[] {
  const names: string[] = []
  for (let i = 1; names.length < count; i++) {
    const name = `${String(i).padStart(4, '0')}.${ending}`
    if (splitOf(source, name) === split) names.push(name)
  }
  return names
}

const [WIDTH, HEIGHT] = [60, 80]

async function photo(file: string): Promise<void> {
  await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#a05030' } })
    .jpeg()
    .toFile(file)
}

/** Small data sets in the layout of the real ones: two photos of each for the test, one for training. */
export async function makeData(): Promise<Folders & { readonly names: Readonly<Record<string, readonly string[]>> }> {
  const root = await mkdtemp(join(tmpdir(), 'wearabouts-data-'))
  const [data, cache] = [join(root, 'data'), join(root, 'cache')]
  await mkdir(cache)
  const names: Record<string, readonly string[]> = {}
  const photosOf = async (source: string, folder: string): Promise<string[]> => {
    const test = namesIn(source, 'test', 2, 'jpg')
    const all = [...test, ...namesIn(source, 'train', 1, 'jpg')]
    names[source] = test
    await mkdir(join(data, source, folder), { recursive: true })
    for (const name of all) await photo(join(data, source, folder, name))
    return all
  }
  const people = [
    { box: { x0: 0.1, y0: 0.05, x1: 0.5, y1: 0.95 }, labels: { gender: ['male'], age: ['under_30'] } },
    { box: { x0: 0.8, y0: 0.5, x1: 0.9, y1: 0.6 }, labels: {} },
  ]
  const saidOf = async (source: string, photos: readonly string[]) =>
    writeFile(
      join(cache, `teachers-${source}.json`),
      JSON.stringify(Object.fromEntries(photos.map((name) => [name, { people }]))),
    )

  const ccp = await photosOf('ccp', 'photos')
  await saidOf('ccp', ccp)
  await mkdir(join(data, 'ccp', 'masks'))
  await writeFile(join(data, 'ccp', 'labels.json'), JSON.stringify(['null', 'dress', 'hair']))
  const mask = new Uint8Array(WIDTH * HEIGHT)
  for (let y = 20; y < 60; y++) mask.fill(1, y * WIDTH + 12, y * WIDTH + 30)
  for (const name of ccp) {
    const file = join(data, 'ccp', 'masks', name.replace('.jpg', '.png'))
    await sharp(mask, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .png()
      .toFile(file)
  }

  const attributes = await photosOf('clothing-attributes', 'photos')
  await saidOf('clothing-attributes', attributes.slice(0, 1))
  const rows = attributes.map((name) => `${name},2,4,3,2,2`)
  await writeFile(
    join(data, 'clothing-attributes', 'labels.csv'),
    ['photo,gender,category,sleevelength,black,white', ...rows].join('\n'),
  )

  const faces = await photosOf('fairface', 'faces')
  const ages = ['30-39', '3-9', '20-29']
  const extra = namesIn('fairface', 'test', 3, 'jpg')[2] as string
  await writeFile(
    join(data, 'fairface', 'labels.csv'),
    ['face,age,gender', ...faces.map((face, i) => `${face},${ages[i]},Female`), `${extra},10-19,Male`].join('\n'),
  )
  return { data, cache, models: join(root, 'models'), drawn: join(root, 'drawn'), names }
}
