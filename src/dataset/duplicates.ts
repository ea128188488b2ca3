import { KeyIndex } from './key-index.ts'

/** Bits of 128 in which two pictures may differ and still be one (`npm run bench -- duplicates`). */
export const NEAR_BITS = 6

const BANDS = 8
const BYTES = 16

/**
 * Finds the earlier photo that a photo repeats: by the file's SHA-256, else by a perceptual hash at most `NEAR_BITS`
 * away. Eight bands of 16 bits: of two hashes that differ in at most seven bits, at least one band is equal, so only
 * photos that share a band are compared.
 */
export class DuplicateIndex {
  private readonly byContent = new KeyIndex()
  private readonly heads = new Int32Array(BANDS << 16).fill(-1)
  private chains = new Int32Array(BANDS * 1024)
  private hashes = new Uint8Array(BYTES * 1024)
  private readonly ids: string[] = []

  /**
   * The id of the earliest photo that this one repeats; where there is none the photo is remembered, and null returned.
   * @param contentHash SHA-256, hexadecimal
   * @param perceptualHash 128 bits, hexadecimal; null where the picture is too plain to be told from others
   */
  add(photoId: string, contentHash: string, perceptualHash: string | null): string | null {
    const content = Buffer.from(contentHash.slice(0, 16), 'hex')
    const same = this.byContent.get(content)
    if (same >= 0) return this.ids[same]!
    const picture = perceptualHash === null ? null : Buffer.from(perceptualHash, 'hex')
    const near = picture === null ? -1 : this.nearest(picture)
    if (near >= 0) return this.ids[near]!
    this.byContent.set(content, this.ids.length)
    this.remember(picture)
    this.ids.push(photoId)
    return null
  }

  /** Of those near enough the nearest, of equals the earliest. */
  private nearest(picture: Uint8Array): number {
    let best = -1
    let bestBits = NEAR_BITS + 1
    for (let band = 0; band < BANDS; band++) {
      let index = this.heads[bandKey(picture, band)]!
      for (; index >= 0; index = this.chains[index * BANDS + band]!) {
        const bits = differingBits(picture, this.hashes, index * BYTES)
        if (bits < bestBits || (bits === bestBits && index < best)) {
          best = index
          bestBits = bits
        }
      }
    }
    return best
  }

  private remember(picture: Uint8Array | null): void {
    const index = this.ids.length
    if ((index + 1) * BYTES > this.hashes.length) {
      this.hashes = doubled(this.hashes)
      this.chains = doubled(this.chains)
    }
    if (picture === null) return
    this.hashes.set(picture, index * BYTES)
    for (let band = 0; band < BANDS; band++) {
      const key = bandKey(picture, band)
      this.chains[index * BANDS + band] = this.heads[key]!
      this.heads[key] = index
    }
  }
}

function doubled<A extends Uint8Array | Int32Array>(array: A): A {
  const bigger = new (array.constructor as new (length: number) => A)(array.length * 2)
  bigger.set(array)
  return bigger
}

function bandKey(picture: Uint8Array, band: number): number {
  return (band << 16) | (picture[band * 2]! << 8) | picture[band * 2 + 1]!
}

const bitCounts = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length)

function differingBits(a: Uint8Array, b: Uint8Array, at: number): number {
  let bits = 0
  for (let byte = 0; byte < BYTES && bits <= NEAR_BITS; byte++) bits += bitCounts[a[byte]! ^ b[at + byte]!]!
  return bits
}
