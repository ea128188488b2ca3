/**
 * The temperature by which logits are divided so that the labels become most likely (Guo et al. 2017): golden-section
 * search over its logarithm, 0.05 to 20.
 * @param logits [rows · classes]
 * @param sets per row the classes that may be true, none where nothing is known
 * @returns 1 where nothing is labelled
 */
export function fitTemperature(logits: Float32Array, sets: readonly (readonly number[])[], classes: number): number {
  const rows = sets.map((set, row) => [set, row] as const).filter(([set]) => set.length > 0)
  if (rows.length === 0) return 1
  const cost = (logTemperature: number): number => {
    const temperature = Math.exp(logTemperature)
    let sum = 0
    for (const [set, row] of rows) {
      const values = logits.subarray(row * classes, (row + 1) * classes)
      const top = Math.max(...values) / temperature
      let total = 0
      let right = 0
      for (const value of values) total += Math.exp(value / temperature - top)
      for (const label of set) right += Math.exp((values[label] as number) / temperature - top)
      sum += Math.log(total) - Math.log(Math.max(right, Number.MIN_VALUE))
    }
    return sum
  }
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [Math.log(0.05), Math.log(20)]
  for (let i = 0; i < 60; i++) {
    const width = (high - low) * golden
    if (cost(high - width) < cost(low + width)) high = low + width
    else low = high - width
  }
  return Math.exp((low + high) / 2)
}
