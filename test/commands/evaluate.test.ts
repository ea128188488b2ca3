import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import sharp from 'sharp'
import { newFolder, wearabouts } from '../extract/run.ts'
import { writePack } from '../inference/helpers/pack.ts'
import { paint } from '../inference/helpers/paint.ts'

const pack = await writePack()

/** Two people in garments of one group each, which the painted pack finds; what it names them is not foretold. */
const photos = {
  'a.png': paint(['upper_body_garment', 8, 8, 24, 16], ['person', 16, 24, 8, 8]),
  'b.png': paint(['full_body_garment', 24, 16, 16, 32], ['person', 32, 32, 8, 8]),
}

const upper = ['shirt', 'sweater', 'sweatshirt_hoodies', 't_shirt', 'tank_top', 'top']

const labels = [
  {
    photo: 'photos/a.png',
    garments: [{ box: [8 / 64, 8 / 64, 32 / 64, 24 / 64], category: upper }],
    main: { groups: ['upper_body_garment'], category: upper },
  },
  {
    photo: 'photos/b.png',
    garments: [
      { box: [24 / 64, 16 / 64, 40 / 64, 48 / 64], category: ['coat', 'jacket'] },
      { box: [0, 0.9, 0.1, 1], category: 'jeans' },
    ],
    people: [],
    main: { groups: ['outerwear'], category: ['coat', 'jacket'] },
  },
]

async function labelled(lines: readonly object[] = labels): Promise<string> {
  const folder = await newFolder()
  await mkdir(join(folder, 'photos'))
  for (const [name, pixels] of Object.entries(photos)) {
    const picture = sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } })
    await picture.png().toFile(join(folder, 'photos', name))
  }
  await writeFile(join(folder, 'labels.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'))
  return folder
}

test('a folder of photos with labels is read by a pack and judged', async (t) => {
  const { code, stdout, stderr } = wearabouts(['evaluate', await labelled(), '--pack', pack, '--json'])
  t.is(code, 0, stderr)
  const found = JSON.parse(stdout.toString())
  t.deepEqual(found.photos, { labelled: 2, found: 2, failed: 0 })
  t.like(found.regions, { n: 3, recall: 2 / 3, precision: 1, intervals: { recall: { n: 3 }, precision: { n: 2 } } })
  t.like(found.people, { n: 0, precision: 0 })
  t.like(found.main.garment, { share: 0.5, n: 2 })
  t.like(found.families.category, { n: 4, accuracy: 0.5, answered: 0.75 })
  t.deepEqual(found.families.group.confusion.counts, [
    [0, 0, 0, 0],
    [1, 0, 0, 0],
    [0, 0, 2, 0],
    [0, 0, 0, 0],
  ])
})

test('tables that extract wrote are judged as photos read for it are', async (t) => {
  const folder = await labelled()
  const looks = join(await newFolder(), 'looks')
  t.is(wearabouts(['extract', folder, '-o', looks, '--pack', pack]).code, 0)
  const tables = wearabouts(['evaluate', looks, '--labels', join(folder, 'labels.jsonl'), '--json'])
  t.is(tables.code, 0, tables.stderr)
  const read = wearabouts(['evaluate', folder, '--pack', pack, '--json'])
  t.deepEqual(JSON.parse(tables.stdout.toString()), JSON.parse(read.stdout.toString()))
})

test('for people it prints tables', async (t) => {
  const { stdout } = wearabouts(['evaluate', await labelled(), '--pack', pack, '--quiet'])
  const text = stdout.toString()
  t.regex(text, /^region +n +recall +95 % interval +found +precision +95 % interval +AP50$/m)
  t.regex(text, /^garments +3 +66\.7 % +20\.8 % to 93\.9 % +2 +100\.0 % +34\.2 % to 100\.0 % +\d/m)
  t.regex(text, /^group +4 +50\.0 % +15\.0 % to 85\.0 % .* 75\.0 % +66\.7 % +20\.8 % to 93\.9 %$/m)
  t.regex(text, /^group: true \(rows\), said \(columns\)$/m)
  t.regex(text, /^1 full_body_garment +· +· +·$/m)
  t.regex(text, /^2 of 2 labelled photos, 0 unreadable\.\nMain garment found: 50\.0 % of 2 \(9\.5 % to 90\.5 %\)\.$/m)
})

test('a bad label file is an input error with its line', async (t) => {
  const folder = await labelled([labels[0]!, { photo: 'photos/b.png', main: { category: 'trousers' } }])
  const { code, stdout, stderr } = wearabouts(['evaluate', folder, '--pack', pack])
  t.is(code, 5)
  t.is(stdout.toString(), '')
  t.true(
    stderr.startsWith(
      `Error: ${join(folder, 'labels.jsonl')}, line 2: \`category\` is \`trousers\`, which is none of dress, jumpsuit,`,
    ),
    stderr,
  )
})

test('a labelled photo that is not there is an input error', async (t) => {
  const folder = await labelled([{ photo: 'photos/c.png', occasion: 'work' }])
  const { code, stderr } = wearabouts(['evaluate', folder, '--pack', pack])
  t.is(code, 5)
  t.regex(stderr, /^Error: The labelled photo `photos\/c\.png` is not in `[^`]+`\.\n/)
})

test('a folder without labels is a usage error', async (t) => {
  const { code, stderr } = wearabouts(['evaluate', await newFolder()])
  t.is(code, 2)
  t.regex(stderr, /^Error: There are no labels: `[^`]+` holds no `labels\.jsonl`\.\n {2}Give --labels FILE/)
})
