/** Numbers that depend on nothing but the seed. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in [0, below). */
  integer(below: number): number
  /** Normal with mean 0 and deviation 1. */
  normal(): number
}

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded with a hash of all the parts: a stream for each name and step. */
export function random(...seed: readonly (number | string)[]): Random {
  let [a, b, c, d] = hash(seed.join('\u0000'))
  const next32 = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 12; i++) next32()
  let spare: number | undefined
  const next = (): number => next32() / 4294967296
  return {
    next,
    integer: (below) => Math.floor(next() * below),
    normal() {
      if (spare !== undefined) {
        const value = spare
        spare = undefined
        return value
      }
      const radius = Math.sqrt(-2 * Math.log(1 - next()))
      const angle = 2 * Math.PI * next()
      spare = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
  }
}

/** 0 to `count` - 1 in an order drawn from `source` (Fisher and Yates). */
export function shuffled(count: number, source: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = source.integer(i + 1)
    const held = order[i] as number
    order[i] = order[j] as number
    order[j] = held
  }
  return order
}

/** Four 32-bit words from a text (FNV-1a with four offsets). */
function hash(text: string): [number, number, number, number] {
  const words: [number, number, number, number] = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b]
  for (let i = 0; i < text.length; i++) {
    for (let w = 0; w < 4; w++) {
      words[w as 0] = Math.imul((words[w as 0] ^ (text.charCodeAt(i) + w)) >>> 0, 0x01000193)
    }
  }
  return words
}
