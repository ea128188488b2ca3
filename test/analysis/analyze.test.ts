import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import test from 'ava'
import { analyze } from '../../src/analysis/analyze.ts'
import { chooseOutput, writeOutput } from '../../src/analysis/output.ts'
import { encodeRows, writeTable } from '../../src/dataset/write.ts'
import type { UserError } from '../../src/errors.ts'
import { drawTastes } from './support/tastes.ts'

let folder = ''

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wearabouts-analyze-'))
})

test.after.always(() => rm(folder, { recursive: true, force: true }))

const rows = drawTastes({ accounts: 60, persons: 600, seed: 1 })

test('a file, a stream and a dataset of the same rows give the same numbers', async (t) => {
  const [file, stream, dataset] = ['g.arrow', 'g.arrows', 'looks'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await writeTable(file, 'garments', rows)
  const chunks: Uint8Array[] = []
  for await (const chunk of encodeRows('garments', rows, { format: 'stream' })) chunks.push(chunk)
  await writeFile(stream, Buffer.concat(chunks))
  for (const [part, half] of [rows.slice(0, 600), rows.slice(600)].entries()) {
    const place = join(dataset, `part-0000${part}`)
    await mkdir(place, { recursive: true })
    await writeTable(join(place, 'garments.arrow'), 'garments', half)
    await writeTable(join(place, 'photos.arrow'), 'photos', [])
    await writeTable(join(place, 'people.arrow'), 'people', [])
  }
  const [one, two, three] = await Promise.all(
    [file, stream, dataset].map((path) => analyze([path], { replicates: 20 })),
  )
  t.is(one!.counts.garments, rows.length)
  t.is(one!.counts.accounts, 60)
  t.is(one!.counts.photos, rows.length / 2)
  t.deepEqual(two!.popularity, one!.popularity)
  t.deepEqual(three!.popularity, one!.popularity)
  t.deepEqual(three!.correlation, one!.correlation)
})

test('the result is what its JSON Schema says', async (t) => {
  const path = join(folder, 'schema.arrow')
  await writeTable(path, 'garments', rows)
  const schema = JSON.parse(await readFile('docs/schema/analysis.schema.json', 'utf8'))
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema)
  const options = { where: 'gender=female', versus: path, versusWhere: 'gender=male', replicates: 20, minCount: 3 }
  const analysis = JSON.parse(JSON.stringify(await analyze([path], options)))
  validate(analysis)
  t.deepEqual(validate.errors, null)
  t.true(analysis.comparison.rows.length > 10)
  t.is(analysis.comparison.a, 'schema.arrow (gender=female)')
})

test('a filter keeps what it says', async (t) => {
  const path = join(folder, 'filter.arrow')
  await writeTable(path, 'garments', rows)
  const { counts } = await analyze([path], { where: 'country=SG,category=jeans', replicates: 20 })
  t.is(counts.garments, rows.filter((row) => row.country === 'SG' && row.category === 'jeans').length)
})

test('copies of photos are not counted', async (t) => {
  const path = join(folder, 'copies.arrow')
  await writeTable(path, 'garments', [...rows, ...rows.map((row) => ({ ...row, duplicate: true }))])
  const { counts } = await analyze([path], { replicates: 20 })
  t.is(counts.garments, rows.length)
})

test('a missing dataset is exit 5 with its path', async (t) => {
  const error = await t.throwsAsync<UserError>(() => analyze([join(folder, 'nowhere')]))
  t.is(error!.exit, 5)
  t.regex(error!.message, /nowhere/)
})

test('an empty dataset is exit 5 with what was looked for', async (t) => {
  const path = join(folder, 'empty.arrow')
  await writeTable(path, 'garments', [])
  const error = await t.throwsAsync<UserError>(() => analyze([path]))
  t.is(error!.exit, 5)
  t.regex(error!.message, /Found no photos and no garments in .*empty\.arrow/)
  t.regex(error!.hint!, /part-\*\/photos\.arrow/)
})

test('the format follows the ending of the output', (t) => {
  t.deepEqual(chooseOutput('a.json', undefined), { path: 'a.json', format: 'json' })
  t.deepEqual(chooseOutput('a.html', undefined), { path: 'a.html', format: 'html' })
  t.deepEqual(chooseOutput(undefined, 'json'), { path: null, format: 'json' })
  t.throws<UserError>(() => chooseOutput(undefined, 'csv'), { code: 'invalid_value' })
})

test('CSV is one file a table', async (t) => {
  const path = join(folder, 'csv.arrow')
  await writeTable(path, 'garments', rows)
  const analysis = await analyze([path], { replicates: 20 })
  const tables = join(folder, 'tables')
  const files = await writeOutput(analysis, { path: tables, format: 'csv' }, async () => '')
  t.is(files.length, (await readdir(tables)).length)
  t.true((await readFile(join(tables, 'popularity.csv'), 'utf8')).startsWith('gender,occasion,concept,count,'))
})
