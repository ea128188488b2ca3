import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GarmentRow } from '../src/dataset/rows.ts'
import { writeTable } from '../src/dataset/write.ts'
import { COUNTRIES } from '../src/vocabulary/countries.ts'
import {
  AGES,
  CATEGORIES,
  FAMILIES,
  familiesOf,
  GENDERS,
  OCCASIONS,
  SEASONS,
  valuesOf,
} from '../src/vocabulary/vocabulary.ts'
import { median, round, type Timing, timed } from './_measure.ts'
import type { BenchOptions } from './run.ts'

/** Rows as `extract` makes them: keys that repeat within a photo, families that apply, the rest null. */
function sampleRows(count: number): GarmentRow[] {
  return Array.from({ length: count }, (_, i) => {
    const category = CATEGORIES[i % CATEGORIES.length]!
    const applying = new Set(familiesOf(category))
    const families = Object.fromEntries(
      FAMILIES.flatMap((family, at) => {
        const values = valuesOf(family)
        const given = applying.has(family)
        return [
          [family, given ? values[(i + at) % values.length] : null],
          [`${family}_score`, given ? ((i * 7 + at) % 97) / 97 : null],
        ]
      }),
    )
    const photo = i >> 1
    return {
      photo_id: `2019-07-14_10-00-00_UTC_${photo}_1`,
      post_id: `2019-07-14_10-00-00_UTC_${photo}`,
      person: i % 3 === 0 ? null : i % 2,
      garment: i % 2,
      x0: 0.1,
      y0: 0.2,
      x1: 0.6,
      y1: 0.7,
      category,
      category_score: (i % 89) / 89,
      ...families,
      gender: GENDERS[i % 3]!,
      age: AGES[i % 4]!,
      account: `00aa11bb22cc${String(photo % 5000).padStart(4, '0')}`,
      taken_at: 1_500_000_000_000 + photo * 60_000,
      country: i % 11 === 0 ? null : COUNTRIES[photo % COUNTRIES.length]!,
      season: SEASONS[photo % 4]!,
      occasion: i % 5 === 0 ? null : OCCASIONS[photo % OCCASIONS.length]!,
      duplicate: false,
    } as GarmentRow
  })
}

function* repeated(rows: readonly GarmentRow[], times: number): Generator<GarmentRow> {
  for (let round = 0; round < times; round++) yield* rows
}

/**
 * How fast garment rows become an Arrow file on the disk, and how memory grows with their number.
 * `--rows` rows a round, `--rounds` rounds.
 */
export async function run(options: BenchOptions): Promise<object> {
  const rows = Number(options.rows ?? 1_000_000)
  const rounds = Number(options.rounds ?? 5)
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-bench-'))
  try {
    const file = join(folder, 'garments.arrow')
    const block = sampleRows(10_000)
    const write = (count: number) => writeTable(file, 'garments', repeated(block, Math.ceil(count / block.length)))
    await write(100_000)
    const timings: Timing[] = []
    for (let at = 0; at < rounds; at++) timings.push(await timed(() => write(rows)))
    const speeds = timings.map(({ wall }) => rows / wall)
    const bytes = (await stat(file)).size
    const residentAfter = async (count: number): Promise<number> => {
      await write(count)
      return process.memoryUsage.rss() / 2 ** 20
    }
    const small = await residentAfter(rows)
    const large = await residentAfter(rows * 4)
    return {
      rows_per_second: Math.round(median(speeds)),
      slowest_rows_per_second: Math.round(Math.min(...speeds)),
      rows_per_cpu_second: Math.round(median(timings.map(({ cpu }) => rows / cpu))),
      target_rows_per_second: 600_000,
      bytes_per_row: round(bytes / rows, 1),
      resident_mb: {
        after: Math.round(small),
        after_four_times_as_many: Math.round(large),
        ratio: round(large / small),
      },
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
