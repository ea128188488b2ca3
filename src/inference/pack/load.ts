import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, UserError } from '../../errors.ts'
import { kindOf } from '../kinds.ts'
import type { PackManifest } from '../manifest.ts'
import { brokenPack } from './errors.ts'
import { hasExternalData } from './external-data.ts'
import { validateManifest } from './validate.ts'

/** More than any honest `pack.json`. */
const MANIFEST_BYTES = 8 * 1024 * 1024

/** A pack whose every listed file has been read and found to be what `pack.json` says. */
export interface LoadedPack {
  /** The folder as the user named it. */
  readonly folder: string
  readonly manifest: PackManifest
  /** SHA-256 of every file, `pack.json` itself included. */
  readonly hashes: { readonly [file: string]: string }
  /** The verified bytes of the graphs, in shared memory: sessions are made from these, never from the files again. */
  readonly graphs: { readonly [file: string]: Uint8Array }
}

/**
 * Reads a pack: `pack.json` checked field by field, then every file it lists by size and SHA-256, then every graph for
 * external data. No symbolic link is followed and nothing outside the folder is read.
 * @throws UserError `pack_missing` or `pack_broken`, exit 4
 */
export async function loadPack(folder: string): Promise<LoadedPack> {
  const { manifest, text } = await readManifest(folder)
  const hashes: { [file: string]: string } = { 'pack.json': sha256(text) }
  const graphs: { [file: string]: Uint8Array } = {}
  for (const name of kindOf(manifest).graphs) {
    if (!Object.hasOwn(manifest.files, name)) {
      throw brokenPack(folder, 'pack.json', `does not list \`${name}\` among its files`)
    }
  }
  for (const [name, expected] of Object.entries(manifest.files)) {
    const bytes = await readPlain(folder, name, expected.bytes)
    if (bytes.length !== expected.bytes) {
      throw brokenPack(folder, name, `has ${bytes.length} bytes where \`pack.json\` says ${expected.bytes}`)
    }
    hashes[name] = sha256(bytes)
    if (hashes[name] !== expected.sha256) {
      throw brokenPack(folder, name, `has the SHA-256 ${hashes[name]} where \`pack.json\` says ${expected.sha256}`)
    }
    if (name.endsWith('.onnx')) checkSelfContained(folder, name, bytes)
    if (kindOf(manifest).graphs.includes(name)) graphs[name] = bytes
  }
  return { folder, manifest, hashes, graphs }
}

/**
 * Only a pack's `pack.json`, checked field by field; none of the other files is opened.
 * @throws UserError `pack_missing` or `pack_broken`, exit 4
 */
export async function readManifest(
  folder: string,
): Promise<{ readonly manifest: PackManifest; readonly text: Uint8Array }> {
  await requireFolder(folder)
  const text = await readPlain(folder, 'pack.json', MANIFEST_BYTES)
  return { manifest: validateManifest(parse(text, folder), folder), text }
}

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined)
  if (found?.isDirectory()) return
  throw new UserError('pack_missing', `There is no model pack at \`${folder}\`: a pack is a folder with a pack.json.`, {
    exit: EXIT.environment,
    hint: 'Give the folder of a pack, or leave the option away to use the embedded pack.',
  })
}

/** At most `limit` + 1 bytes of a regular file, in shared memory. */
async function readPlain(folder: string, name: string, limit: number): Promise<Uint8Array> {
  const path = join(folder, name)
  const entry = await lstat(path).catch((cause: unknown) => {
    throw brokenPack(folder, name, 'is missing', cause)
  })
  if (entry.isSymbolicLink()) throw brokenPack(folder, name, 'is a symbolic link, which a pack may not have')
  if (!entry.isFile()) throw brokenPack(folder, name, 'is not a regular file')
  // The flags guard against a link or a pipe put there since; Windows has neither flag.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const file = await open(path, flags).catch((cause: unknown) => {
    throw brokenPack(folder, name, 'cannot be read', cause)
  })
  try {
    const size = Math.min((await file.stat()).size, limit + 1)
    const bytes = new Uint8Array(new SharedArrayBuffer(size))
    let filled = 0
    while (filled < size) {
      const { bytesRead } = await file.read(bytes, filled, size - filled, filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  } finally {
    await file.close()
  }
}

function parse(bytes: Uint8Array, folder: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw brokenPack(folder, 'pack.json', `is not JSON (${cause instanceof Error ? cause.message : cause})`, cause)
  }
}

function checkSelfContained(folder: string, name: string, bytes: Uint8Array): void {
  // "ORTM" marks ONNX Runtime's own format, which the scan cannot read.
  if (Buffer.from(bytes.subarray(4, 8)).toString('latin1') === 'ORTM') {
    throw brokenPack(folder, name, 'is in the ORT format, but a pack holds plain ONNX')
  }
  let external: boolean
  try {
    external = hasExternalData(bytes)
  } catch (cause) {
    throw brokenPack(folder, name, `is not an ONNX model (${(cause as Error).message})`, cause)
  }
  if (external) throw brokenPack(folder, name, 'takes tensors from other files (external data), which is refused')
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
