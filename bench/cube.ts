import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomStream } from '../src/analysis/statistics/hash.ts'
import { countFour } from '../src/analysis/tally/count.ts'

export interface CubeBenchOptions {
  readonly rows?: number | string
  readonly rounds?: number | string
  /** The Python that has duckdb, polars and pyarrow. */
  readonly python?: string
}

const SIZES = [200, 4, 20, 50] as const
/** One more each: a place for what is missing. */
const SLOTS = [201, 5, 21, 51] as const
const CELLS = SLOTS.reduce((product, size) => product * size, 1)
/** Few countries have most posts: a third of the combinations occur. */
const SKEW = 4

/**
 * Rows a second of the four-key count (country × season × occasion × category) over dictionary codes, and how many
 * times as fast that is as DuckDB and polars on the same rows in memory, all cores theirs and one ours. Rounds are
 * interleaved; figures are medians. The numbers of groups are compared.
 */
export async function run(options: CubeBenchOptions = {}): Promise<object> {
  const [rows, rounds, python] = [
    Number(options.rows ?? 10_000_000),
    Number(options.rounds ?? 5),
    options.python ?? 'python3',
  ]
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-bench-cube-'))
  try {
    const random = randomStream(1)
    const columns = SIZES.map((size) => Uint8Array.from({ length: rows }, () => Math.floor(random() ** SKEW * size)))
    for (const [index, column] of columns.entries()) await writeFile(join(folder, `${index}.bin`), column)
    await writeFile(join(folder, 'peers.py'), PEERS)
    const ours: number[] = []
    const peers: { duckdb: number; polars: number; groups: number[]; versions: string[] }[] = []
    let groups = 0
    for (let round = 0; round < rounds; round++) {
      const start = performance.now()
      const counts = new Uint32Array(CELLS)
      countFour(counts, columns as [Uint8Array, Uint8Array, Uint8Array, Uint8Array], SLOTS)
      ours.push((performance.now() - start) / 1000)
      groups = counts.reduce((sum, count) => sum + Number(count > 0), 0)
      const peer = spawnSync(python, [join(folder, 'peers.py'), folder, String(rows)], { encoding: 'utf8' })
      if (peer.status !== 0) throw new Error(`${python} with duckdb, polars and pyarrow is needed: ${peer.stderr}`)
      peers.push(JSON.parse(peer.stdout))
    }
    if (peers.some((peer) => peer.groups.some((count) => count !== groups))) throw new Error('The counts differ.')
    const seconds = median(ours)
    return {
      rows,
      rounds,
      groups,
      rows_per_second: Math.round(rows / seconds),
      ratio_duckdb: round(median(peers.map(({ duckdb }) => duckdb)) / seconds),
      ratio_polars: round(median(peers.map(({ polars }) => polars)) / seconds),
      versions: peers[0]!.versions,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Both get the columns as the tables have them, dictionaries of words, loaded into memory beforehand. */
const PEERS = `
import json, sys, time
import numpy as np, pyarrow as pa, duckdb, polars as pl
folder, rows = sys.argv[1], int(sys.argv[2])
names = ["country", "season", "occasion", "category"]
def column(i, size):
    codes = np.fromfile(f"{folder}/{i}.bin", dtype=np.uint8)
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int16)), pa.array([f"word_{k}" for k in range(size)]))
table = pa.table({n: column(i, s) for i, (n, s) in enumerate(zip(names, [200, 4, 20, 50]))})
frame = pl.from_arrow(table)
db = duckdb.connect()
db.register("incoming", table)
db.execute("create table garments as select * from incoming")
def best(f):
    f()
    times = []
    for _ in range(3):
        start = time.perf_counter()
        groups = f()
        times.append(time.perf_counter() - start)
    return sorted(times)[1], groups
duck, g1 = best(lambda: db.execute("select count(*) from (select country, season, occasion, category, count(*) n from garments group by all)").fetchone()[0])
pols, g2 = best(lambda: frame.group_by(names).len().height)
print(json.dumps({"duckdb": duck, "polars": pols, "groups": [g1, g2], "versions": [f"duckdb {duckdb.__version__}", f"polars {pl.__version__}"]}))
`

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
