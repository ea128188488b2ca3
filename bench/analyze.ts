import { spawnSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { RecordBatch } from 'apache-arrow'
import { createEncoder } from '../src/dataset/ipc.ts'
import { TableBuilder } from '../src/dataset/table.ts'
import { drawTastes } from '../test/analysis/support/tastes.ts'
import { round } from './_measure.ts'
import type { BenchOptions } from './run.ts'

/** Garments of one drawn crowd; more rows are more crowds of the same tastes with accounts and posts of their own. */
const CROWD = { accounts: 20_000, persons: 250_000, seed: 1 }
const BATCH = 32_768
/** Rows of one file. */
const SHARD = 2 ** 18
/** The text that tells crowds apart: the number of the crowd goes where these characters are. */
const MARK = '~~'
const MARKED = ['photo_id', 'post_id', 'account'] as const

/**
 * The whole command on drawn shards: `analyze … -o report.html`, with everything it does by default. `--rows N`
 * (10,000,000). `wall`: seconds of the command, `cpu`: of its processors; `peak_mb`: its largest resident size.
 */
export async function run(options: BenchOptions = {}): Promise<object> {
  const rows = Number(options.rows ?? 10_000_000)
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-bench-analyze-'))
  try {
    const files = await writeShards(folder, rows)
    const report = join(folder, 'report.html')
    const started = performance.now()
    const args = ['--import', REPORT_USAGE, 'bin/run.js', 'analyze', ...files, '-o', report, '--json']
    const child = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 })
    const wall = (performance.now() - started) / 1000
    if (child.status !== 0) throw new Error(child.stderr)
    const usage = JSON.parse(child.stderr.trim().split('\n').at(-1)!) as NodeJS.ResourceUsage
    const { garments, posts, accounts } = JSON.parse(child.stdout)
    return {
      rows: garments,
      posts,
      accounts,
      wall: round(wall, 1),
      cpu: round((usage.userCPUTime + usage.systemCPUTime) / 1e6, 1),
      peak_mb: Math.round(usage.maxRSS / 1024),
      report_bytes: (await stat(report)).size,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Has the command say on its last line what it took. */
const REPORT_USAGE = `data:text/javascript,process.on('exit',()=>console.error(JSON.stringify(process.resourceUsage())))`

/** Writes drawn garments into shards of a folder and returns their paths. */
export async function writeShards(folder: string, rows: number): Promise<string[]> {
  const batches = crowdBatches()
  const files: string[] = []
  for (let written = 0, next = 0; written < rows; ) {
    const file = join(folder, `shard-${files.length}.arrow`)
    const encoder = createEncoder('file')
    const out = createWriteStream(file)
    for (let inFile = 0; inFile < SHARD && written < rows; next++) {
      const batch = batches[next % batches.length]!
      markCrowd(batch, Math.floor(next / batches.length))
      for (const chunk of encoder.encode(batch)) if (!out.write(chunk.slice())) await once(out)
      inFile += batch.numRows
      written += batch.numRows
    }
    for (const chunk of encoder.end()) out.write(chunk.slice())
    out.end()
    await finished(out)
    files.push(file)
  }
  return files
}

function once(out: ReturnType<typeof createWriteStream>): Promise<void> {
  return new Promise((resolve) => out.once('drain', resolve))
}

function crowdBatches(): RecordBatch[] {
  const builder = new TableBuilder('garments')
  const batches: RecordBatch[] = []
  drawTastes(CROWD).forEach((row, index) => {
    const marked = Object.fromEntries(MARKED.map((name) => [name, `${MARK}${row[name]}`]))
    const neckline = (['collar', 'v_neck', 'round_neck'] as const)[index % 3]!
    const pattern = (['solid', 'striped'] as const)[index % 2]!
    const age = (['under_30', '30_to_49', 'unknown'] as const)[(index % 7) >> 1] ?? 'under_30'
    builder.push({ ...row, ...marked, neckline, pattern, age, sleeve_length: 'long', pattern_score: 0.9 })
    if (builder.length === BATCH) batches.push(builder.take())
  })
  return batches
}

/** Writes the number of the crowd over the mark of every key, in the batch's own memory. */
function markCrowd(batch: RecordBatch, crowd: number): void {
  const [first, second] = crowd.toString(36).padStart(MARK.length, '0')
  for (const name of MARKED) {
    const { values, valueOffsets } = batch.getChild(name)!.data[0]!
    for (let row = 0; row < batch.numRows; row++) {
      values[valueOffsets[row]!] = first!.charCodeAt(0)
      values[valueOffsets[row]! + 1] = second!.charCodeAt(0)
    }
  }
}
