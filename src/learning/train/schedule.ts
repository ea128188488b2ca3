/** Linear warm-up, then half a cosine down to `floor` (Loshchilov and Hutter 2016). */
export interface ScheduleOptions {
  readonly peak: number
  readonly steps: number
  readonly warmUp?: number
  readonly floor?: number
}

/** Learning rate of a step, counted from 0. */
export function learningRateAt(step: number, { peak, steps, warmUp = 0, floor = 0 }: ScheduleOptions): number {
  if (step < warmUp) return (peak * (step + 1)) / warmUp
  const share = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp))
  return floor + (peak - floor) * 0.5 * (1 + Math.cos(Math.PI * share))
}
