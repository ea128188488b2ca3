import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { interleaved, median, round } from './_measure.ts'
import type { BenchOptions } from './run.ts'

const program = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'bin', 'run.js')

function node(...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0) throw new Error(stderr.toString())
}

/** How much longer the program takes to say something than Node to say nothing. `--rounds N`. */
export async function run(options: BenchOptions): Promise<object> {
  const timings = await interleaved(Number(options.rounds ?? 15), {
    bare: () => node('-e', '0'),
    help: () => node(program, '--help'),
    version: () => node(program, '--version'),
    extract_help: () => node(program, 'extract', '--help'),
  })
  const above = (name: 'help' | 'version' | 'extract_help') =>
    round(median(timings[name].map(({ wall }, at) => 1000 * (wall - timings.bare[at]!.wall))), 0)
  return {
    bare_ms: round(median(timings.bare.map(({ wall }) => 1000 * wall)), 0),
    help_above_bare_ms: above('help'),
    version_above_bare_ms: above('version'),
    extract_help_above_bare_ms: above('extract_help'),
    target_ms: 130,
  }
}
