import { pack } from 'tar-stream'

/** A member that is no plain file. */
export interface OddMember {
  readonly name: string
  readonly type: 'symlink' | 'link' | 'fifo'
  readonly linkname?: string
}

/** A tar in memory: names with contents, and members of other types. */
export async function tarOf(
  entries: readonly (readonly [string | OddMember, (string | Uint8Array)?])[],
): Promise<Buffer> {
  const tar = pack()
  for (const [header, content = ''] of entries) {
    tar.entry(typeof header === 'string' ? { name: header } : { ...header }, Buffer.from(content))
  }
  tar.finalize()
  const pieces: Buffer[] = []
  for await (const piece of tar) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
