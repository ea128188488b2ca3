import { InferenceError } from '../errors.ts'
import type { Findings } from '../findings.ts'
import type { Result, Work, WorkerStart } from './messages.ts'
import { openSeat, type Seat, WORKER_SCRIPT } from './seat.ts'

/** Requests a worker holds: one it reads and one that waits, so that a busy main thread does not leave it idle. */
const REQUESTS = 2
/** A photo on which a worker ended is tried once more, alone; then it is failed. */
const DEATHS = 2
/** Starts that may fail in a row before the pool gives up. */
const FAILED_STARTS = 3

interface Job {
  readonly work: Work
  readonly resolve: (findings: Findings) => void
  readonly reject: (error: Error) => void
  deaths: number
}

interface Place {
  seat: Seat | null
  /** What the worker was asked, oldest first; a worker that ends was at the first. */
  requests: Job[][]
  /** Ends when the worker that follows one that ended has started, or the pool has given up. */
  restart: Promise<void>
}

export interface PoolOptions {
  readonly start: WorkerStart
  readonly workers: number
  /** Most photos of one request. */
  readonly batch: number
  readonly script?: URL
}

/** Spreads photos over workers, outlives a worker that ends, and fails only the photo that ended it. */
export class Pool {
  readonly #options: PoolOptions
  readonly #places: Place[]
  #queue: Job[] = []
  #failedStarts = 0
  #broken: Error | null = null
  #idle: (() => void) | null = null

  private constructor(options: PoolOptions) {
    this.#options = options
    this.#places = Array.from({ length: options.workers }, () => ({
      seat: null,
      requests: [],
      restart: Promise.resolve(),
    }))
  }

  /** Resolves when every worker has its sessions open; if one cannot, all are closed and its error is thrown. */
  static async open(options: PoolOptions): Promise<Pool> {
    const pool = new Pool(options)
    const opened = await Promise.allSettled(pool.#places.map((place) => pool.#occupy(place)))
    const failed = opened.find((result) => result.status === 'rejected')
    if (failed === undefined) return pool
    await pool.close()
    throw failed.reason
  }

  /** @throws InferenceError where this photo cannot be read; any other error means that no photo can */
  read(work: Work): Promise<Findings> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ work, resolve, reject, deaths: 0 })
      this.#pump()
    })
  }

  /** Finishes what was begun, then ends the workers. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#idle = resolve
      this.#pump()
    })
    await Promise.all(this.#places.map(({ restart }) => restart))
    await Promise.all(this.#places.map(({ seat }) => seat?.close()))
  }

  async #occupy(place: Place): Promise<void> {
    place.seat = await openSeat(this.#options.script ?? WORKER_SCRIPT, this.#options.start, {
      onResults: (results) => this.#settle(place, results),
      onDeath: (reason) => this.#bury(place, reason),
    })
  }

  /** Hands waiting photos to the workers with the least to do. */
  #pump(): void {
    if (this.#broken !== null) for (const job of this.#queue.splice(0)) job.reject(this.#broken)
    for (let held = 0; held < REQUESTS; held++) {
      for (const place of this.#places) {
        if (place.seat === null || place.requests.length !== held) continue
        const jobs = this.#take(held)
        if (jobs.length === 0) continue
        place.requests.push(jobs)
        place.seat.read(jobs.map(({ work }) => work))
      }
    }
    if (this.#queue.length === 0 && this.#places.every(({ requests }) => requests.length === 0)) this.#idle?.()
  }

  /** The next request: a suspect alone, else up to a batch; a worker with one at hand waits for a full batch. */
  #take(held: number): Job[] {
    if (this.#queue[0] !== undefined && this.#queue[0].deaths > 0) return this.#queue.splice(0, 1)
    const suspect = this.#queue.findIndex(({ deaths }) => deaths > 0)
    const ready = Math.min(this.#options.batch, suspect < 0 ? this.#queue.length : suspect)
    return held > 0 && ready < this.#options.batch ? [] : this.#queue.splice(0, ready)
  }

  #settle(place: Place, results: readonly Result[]): void {
    this.#failedStarts = 0
    for (const [index, job] of (place.requests.shift() ?? []).entries()) {
      const result = results[index]!
      if ('findings' in result) job.resolve(result.findings)
      else job.reject(new InferenceError(`The network failed on this photo: ${result.failure}`))
    }
    this.#pump()
  }

  /** The photos the worker was at are suspects; the others it held just wait again. */
  #bury(place: Place, reason: string): void {
    const [suspects = [], ...rest] = place.requests
    place.seat = null
    place.requests = []
    for (const job of suspects) job.deaths++
    for (const job of suspects.filter(({ deaths }) => deaths >= DEATHS)) {
      job.reject(new InferenceError(`The network ended twice on this photo: ${reason}`))
    }
    this.#queue = [...suspects.filter(({ deaths }) => deaths < DEATHS), ...rest.flat(), ...this.#queue]
    place.restart = this.#restart(place)
  }

  async #restart(place: Place): Promise<void> {
    while (place.seat === null && this.#broken === null) {
      try {
        await this.#occupy(place)
      } catch (error) {
        if (++this.#failedStarts >= FAILED_STARTS) this.#broken = error as Error
      }
    }
    this.#pump()
  }
}
