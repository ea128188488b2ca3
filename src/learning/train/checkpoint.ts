import { open, readFile, rename } from 'node:fs/promises'
import { EXIT, UserError } from '../../errors.ts'

/** What training can go on from. */
export interface Checkpoint {
  readonly step: number
  /** Names and shapes of the network, so that another one is not continued by mistake. */
  readonly signature: string
  /** Whatever the caller wants back, e.g. the epoch. */
  readonly note: unknown
  readonly tensors: ReadonlyMap<string, Float32Array>
}

const MAGIC = 'wearabouts checkpoint 1\n'

/**
 * Writes a checkpoint: a line that says what it is, the length of the header, the header (JSON), the numbers in little
 * endian. The file is there whole or not at all.
 */
export async function writeCheckpoint(path: string, { tensors, ...rest }: Checkpoint): Promise<void> {
  const entries = [...tensors].map(([name, data]) => ({ name, length: data.length }))
  const header = Buffer.from(JSON.stringify({ ...rest, tensors: entries }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  const partial = `${path}.partial`
  const file = await open(partial, 'w')
  try {
    await file.write(Buffer.concat([Buffer.from(MAGIC), length, header]))
    for (const data of tensors.values()) await file.write(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(partial, path)
}

/** Reads what {@link writeCheckpoint} wrote. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const bytes = await readFile(path)
  const broken = () =>
    new UserError('checkpoint_broken', `\`${path}\` is not a whole checkpoint.`, {
      exit: EXIT.input,
      hint: 'Remove it to start training anew.',
    })
  if (bytes.subarray(0, MAGIC.length).toString() !== MAGIC || bytes.length < MAGIC.length + 4) throw broken()
  const start = MAGIC.length + 4
  const end = start + bytes.readUInt32LE(MAGIC.length)
  if (end > bytes.length) throw broken()
  const header = JSON.parse(bytes.subarray(start, end).toString()) as Omit<Checkpoint, 'tensors'> & {
    tensors: { name: string; length: number }[]
  }
  const tensors = new Map<string, Float32Array>()
  let offset = end
  for (const { name, length } of header.tensors) {
    if (offset + 4 * length > bytes.length) throw broken()
    const data = new Float32Array(length)
    new Uint8Array(data.buffer).set(bytes.subarray(offset, offset + 4 * length))
    tensors.set(name, data)
    offset += 4 * length
  }
  return { ...header, tensors }
}
