import { type Header, pack } from 'tar-stream'

/** A tar in memory; entries as `name → content`, or as headers for members that are no files. */
export async function tarOf(entries: readonly (readonly [string | Header, (string | Uint8Array)?])[]): Promise<Buffer> {
  const tar = pack()
  for (const [header, content = ''] of entries) {
    tar.entry(typeof header === 'string' ? { name: header } : header, Buffer.from(content))
  }
  tar.finalize()
  const pieces: Buffer[] = []
  for await (const piece of tar) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
