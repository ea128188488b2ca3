/**
 * 32-bit hash of a string's UTF-16 code units: FNV-1a (Fowler, Noll, Vo) per byte, then the finaliser of
 * MurmurHash3 (Appleby), without which the high bits of short strings hardly vary. The same on every machine.
 * @returns an unsigned 32-bit integer
 */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193)
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
