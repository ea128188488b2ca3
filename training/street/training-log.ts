import { appendFile } from 'node:fs/promises'

/** Means of what the steps told since the last line, as lines of JSON on stdout and in a file. */
export class TrainingLog {
  readonly #file: string
  readonly #sums = new Map<string, number>()
  #told: number
  #since = performance.now()

  /** @param step where training stands */
  constructor(file: string, step: number) {
    this.#file = file
    this.#told = step
  }

  add(numbers: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(numbers)) this.#sums.set(name, (this.#sums.get(name) ?? 0) + value)
  }

  /** @param rows photos a step */
  async tell(step: number, rows: number): Promise<void> {
    const steps = step - this.#told
    const seconds = (performance.now() - this.#since) / 1000
    const means = [...this.#sums].map(([name, sum]) => [name, Number((sum / steps).toFixed(4))])
    const line = { step, photos_per_second: Math.round((steps * rows) / seconds), ...Object.fromEntries(means) }
    console.log(JSON.stringify(line))
    await appendFile(this.#file, `${JSON.stringify(line)}\n`)
    this.#sums.clear()
    this.#told = step
    this.#since = performance.now()
  }
}
