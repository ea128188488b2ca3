/** A place for one photo's pixels in memory that all threads share. */
export interface Slot {
  /** height * width * 3 bytes, RGB; full of an earlier photo when acquired. */
  readonly pixels: Uint8Array
  /** Gives the slot back unused, where the photo turned out unreadable. */
  release(): void
}

/** A fixed number of slots: who wants one more waits, and so memory stays the same however many photos there are. */
export class Ring {
  readonly memory: SharedArrayBuffer
  readonly #free: number[]
  readonly #taken = new Map<Slot, number>()
  readonly #slotBytes: number
  #waiting: { readonly resolve: (slot: Slot) => void; readonly reject: (error: Error) => void }[] = []
  #closed = false

  constructor(slots: number, slotBytes: number) {
    this.memory = new SharedArrayBuffer(slots * slotBytes)
    this.#slotBytes = slotBytes
    this.#free = Array.from({ length: slots }, (_, index) => index)
  }

  /** A free slot, in the order of asking. */
  acquire(): Promise<Slot> {
    if (this.#closed) return Promise.reject(closedError())
    const index = this.#free.shift()
    if (index !== undefined) return Promise.resolve(this.#open(index))
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  /** @throws TypeError for a slot that is not held: given back already, or of another ring */
  indexOf(slot: Slot): number {
    const index = this.#taken.get(slot)
    if (index === undefined) throw new TypeError('The slot was given back already.')
    return index
  }

  release(slot: Slot): void {
    const index = this.indexOf(slot)
    this.#taken.delete(slot)
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(index)
    else next.resolve(this.#open(index))
  }

  /** Nobody gets a slot any more. */
  close(): void {
    this.#closed = true
    for (const { reject } of this.#waiting.splice(0)) reject(closedError())
  }

  #open(index: number): Slot {
    const slot: Slot = {
      pixels: new Uint8Array(this.memory, index * this.#slotBytes, this.#slotBytes),
      release: () => this.release(slot),
    }
    this.#taken.set(slot, index)
    return slot
  }
}

const closedError = (): Error => new Error('The engine is closed.')
