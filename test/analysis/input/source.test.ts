import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { summarize } from '../../../src/analysis/analyze.ts'
import { parseFilter } from '../../../src/analysis/input/filter.ts'
import { readSources } from '../../../src/analysis/input/source.ts'
import { encodeRows } from '../../../src/dataset/write.ts'
import { UserError } from '../../../src/errors.ts'
import { drawTastes } from '../support/tastes.ts'

async function writeTables(folder: string, seeds: readonly number[]): Promise<string[]> {
  const paths = seeds.map((seed) => join(folder, `${seed}.arrow`))
  for (const [index, seed] of seeds.entries()) {
    const rows = drawTastes({ accounts: 30, persons: 400, seed }).map((row) => ({
      ...row,
      category_score: 1 / (1 + row.post_id.length),
      duplicate: row.post_id.endsWith('7'),
    }))
    const chunks: Uint8Array[] = []
    for await (const chunk of encodeRows('garments', rows, { format: 'file', batchRows: 64 })) chunks.push(chunk)
    await writeFile(paths[index]!, Buffer.concat(chunks))
  }
  return paths
}

for (const where of [null, 'country=SG|DE,season=summer']) {
  test(`several threads count what one counts${where === null ? '' : ', with a filter'}`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'wearabouts-source-'))
    t.teardown(() => rm(folder, { recursive: true }))
    const paths = await writeTables(folder, [1, 2])
    const filter = where === null ? null : parseFilter(where)
    const result = async (threadsFrom: number) => {
      const { tally, sources } = await readSources(paths, { minCount: 3, filter, threadsFrom })
      const read = { tally, sources, pack: null, versus: null, name: 'x' }
      return summarize(read, { createdAt: '2024-01-01', replicates: 20 })
    }
    const [apart, together] = [await result(0), await result(Number.POSITIVE_INFINITY)]
    t.true(together.counts.garments > 100)
    t.is(JSON.stringify(apart), JSON.stringify(together))
  })
}

test('what a thread cannot read is said as one thread would', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-source-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const [path = ''] = await writeTables(folder, [1])
  await truncate(path, 4000)
  const refusal = async (threadsFrom: number) =>
    t.throwsAsync<UserError>(readSources([path], { minCount: 3, filter: null, threadsFrom }), { instanceOf: UserError })
  const [apart, together] = [await refusal(0), await refusal(Number.POSITIVE_INFINITY)]
  t.is(apart?.message, together?.message)
  t.is(apart?.code, 'table_unreadable')
  t.is(apart?.exit, 5)
})
