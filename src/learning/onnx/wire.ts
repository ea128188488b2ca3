/** A growing protobuf message: only what ONNX needs (varints, length-delimited fields, packed numbers). */
export class Message {
  readonly #parts: Uint8Array[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  /** An integer field; 0 is written too, since ONNX attributes need it. */
  integer(field: number, value: number | bigint): this {
    return this.#push(varint(BigInt(field) << 3n)).#push(varint(BigInt(value)))
  }

  /** A 32-bit float field. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4)
    new DataView(bytes.buffer).setFloat32(0, value, true)
    return this.#push(varint((BigInt(field) << 3n) | 5n)).#push(bytes)
  }

  /** A bytes field. */
  bytes(field: number, value: Uint8Array): this {
    return this.#header(field, value.byteLength).#push(value)
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value))
  }

  message(field: number, value: Message): this {
    this.#header(field, value.length)
    for (const part of value.#parts) this.#push(part)
    return this
  }

  /** A repeated int64 field, packed. */
  packed(field: number, values: readonly number[]): this {
    const inner = new Message()
    for (const value of values) inner.#push(varint(BigInt(value)))
    return this.message(field, inner)
  }

  finish(): Uint8Array {
    const bytes = new Uint8Array(this.#length)
    let offset = 0
    for (const part of this.#parts) {
      bytes.set(part, offset)
      offset += part.byteLength
    }
    return bytes
  }

  #header(field: number, length: number): this {
    return this.#push(varint((BigInt(field) << 3n) | 2n)).#push(varint(BigInt(length)))
  }

  #push(part: Uint8Array): this {
    this.#parts.push(part)
    this.#length += part.byteLength
    return this
  }
}

function varint(value: bigint): Uint8Array {
  let rest = BigInt.asUintN(64, value)
  const bytes: number[] = []
  do {
    const low = Number(rest & 127n)
    rest >>= 7n
    bytes.push(rest > 0n ? low | 128 : low)
  } while (rest > 0n)
  return Uint8Array.from(bytes)
}
