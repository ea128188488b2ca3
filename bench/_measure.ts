/** The middle of some measurements; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** Seconds of wall and of processor time, of this process with all its threads. */
export interface Timing {
  readonly wall: number
  readonly cpu: number
}

/** Times one call. */
export async function timed(work: () => unknown): Promise<Timing> {
  const cpu = process.cpuUsage()
  const started = performance.now()
  await work()
  const wall = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { wall, cpu: (user + system) / 1e6 }
}

/** Runs all variants once a round, so that a slow minute of the machine falls on all of them. */
export async function interleaved<Name extends string>(
  rounds: number,
  variants: { readonly [name in Name]: () => unknown },
): Promise<{ readonly [name in Name]: readonly Timing[] }> {
  const names = Object.keys(variants) as Name[]
  const timings = Object.fromEntries(names.map((name) => [name, [] as Timing[]])) as { [name in Name]: Timing[] }
  for (let round = 0; round < rounds; round++) for (const name of names) timings[name].push(await timed(variants[name]))
  return timings
}

export function round(value: number, digits = 3): number {
  return Number(value.toFixed(digits))
}
