import { type RecordBatch, RecordBatchFileWriter, RecordBatchStreamWriter } from 'apache-arrow'

/** `file` is what readers map into memory (`.arrow`); `stream` is readable while it is written (`.arrows`, stdout). */
export type IpcFormat = 'file' | 'stream'

/** Turns record batches into the bytes of an IPC file or stream, one batch at a time. */
export interface IpcEncoder {
  /** The bytes that this batch adds: schema and dictionaries come with the first. */
  encode(batch: RecordBatch): Uint8Array[]
  /** The bytes that end the file or stream. */
  end(): Uint8Array[]
}

/**
 * The library's writers push into an unbounded queue and know no back-pressure; here each call hands over what it made,
 * and the caller writes it before it asks for more. Always uncompressed: the library's compressed buffers carry
 * a wrong length prefix, and readers map uncompressed ones without a copy.
 */
export function createEncoder(format: IpcFormat): IpcEncoder {
  let chunks: Uint8Array[] = []
  const collect = (bytes: Uint8Array): void => {
    chunks.push(bytes)
  }
  const writer = format === 'file' ? new CollectingFileWriter(collect) : new CollectingStreamWriter(collect)
  const taken = (): Uint8Array[] => {
    const result = chunks
    chunks = []
    return result
  }
  return {
    encode(batch) {
      writer.write(batch)
      return taken()
    },
    end() {
      writer.finish()
      return taken()
    },
  }
}

type Collect = (bytes: Uint8Array) => void

function bytesOf(chunk: ArrayBufferView): Uint8Array {
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}

class CollectingFileWriter extends RecordBatchFileWriter {
  private readonly collect: Collect

  constructor(collect: Collect) {
    super()
    this.collect = collect
  }

  protected override _write(chunk: ArrayBufferView): this {
    this.collect(bytesOf(chunk))
    this._position += chunk.byteLength
    return this
  }
}

class CollectingStreamWriter extends RecordBatchStreamWriter {
  private readonly collect: Collect

  constructor(collect: Collect) {
    super()
    this.collect = collect
  }

  protected override _write(chunk: ArrayBufferView): this {
    this.collect(bytesOf(chunk))
    this._position += chunk.byteLength
    return this
  }
}
