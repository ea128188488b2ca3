import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type Input, shownPath } from './inputs.ts'
import type { FeedWarning } from './post.ts'
import { warn } from './warnings.ts'

/** One folder's content, sorted by name, with nothing in it that leads elsewhere. */
export interface Folder {
  readonly input: Input
  /** Relative to the input's root, empty for the root itself. */
  readonly path: string
  readonly absolute: string
  /** Names of regular files, and of links to regular files. */
  readonly files: readonly string[]
  /** Where those that are links lead. */
  readonly links: ReadonlyMap<string, string>
  readonly folders: readonly string[]
  readonly warnings: readonly FeedWarning[]
}

/** What systems and tools leave behind; never posts. */
const CLUTTER = new Set(['__MACOSX', '@eaDir', 'Thumbs.db', 'desktop.ini'])

/**
 * Lists a folder. Links are followed only to files inside the input unless `followSymlinks`; pipes, devices and names
 * that are not UTF-8 are warned of; hidden names are passed over.
 */
export async function listFolder(input: Input, path: string, followSymlinks: boolean): Promise<Folder> {
  const absolute = join(input.root, path)
  const files: string[] = []
  const folders: string[] = []
  const links = new Map<string, string>()
  const warnings: FeedWarning[] = []
  for (const { name, entry } of await entriesOf(input, path, absolute, warnings)) {
    if (name.startsWith('.') || CLUTTER.has(name)) continue
    if (entry.isFile()) files.push(name)
    else if (entry.isDirectory()) folders.push(name)
    else if (!entry.isSymbolicLink()) warnings.push(warn('not_a_file', shownPath(input, path, name)).warning)
    else {
      const target = await resolveLink(input, absolute, name, followSymlinks)
      if (target.kind === 'file') links.set(name, target.file)
      if (target.kind === 'file') files.push(name)
      else if (target.kind === 'folder') folders.push(name)
      else warnings.push(warn(target.kind, shownPath(input, path, name)).warning)
    }
  }
  return { input, path, absolute, files: files.sort(), links, folders: folders.sort(), warnings }
}

/** The real file behind a name of a folder. */
export function fileOf(folder: Folder, name: string): string {
  return folder.links.get(name) ?? join(folder.absolute, name)
}

/** Is this real path the folder or below it? */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !way.startsWith(sep))
}

interface NamedEntry {
  readonly name: string
  readonly entry: Dirent<string> | Dirent<Buffer>
}

async function entriesOf(
  input: Input,
  path: string,
  absolute: string,
  warnings: FeedWarning[],
): Promise<readonly NamedEntry[]> {
  const entries = await readdir(absolute, { withFileTypes: true }).catch(() => null)
  if (entries === null) {
    warnings.push(warn('folder_unreadable', shownPath(input, path) || input.given).warning)
    return []
  }
  if (!entries.some(({ name }) => name.includes('\ufffd'))) return entries.map((entry) => ({ name: entry.name, entry }))
  return exactEntries(input, path, absolute, warnings)
}

/** Lists bytes instead of text: a name that is not UTF-8 cannot be told to the rest of the program. */
async function exactEntries(
  input: Input,
  path: string,
  absolute: string,
  warnings: FeedWarning[],
): Promise<readonly NamedEntry[]> {
  const named: NamedEntry[] = []
  for (const entry of await readdir(absolute, { withFileTypes: true, encoding: 'buffer' })) {
    const name = entry.name.toString('utf8')
    if (Buffer.from(name, 'utf8').equals(entry.name)) named.push({ name, entry })
    else warnings.push(warn('name_not_utf8', shownPath(input, path, escapeBytes(entry.name))).warning)
  }
  return named
}

/** Bytes outside ASCII as `\xff`. */
function escapeBytes(name: Buffer): string {
  return name.toString('latin1').replace(/[\u0080-\u00ff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`)
}

type LinkTarget =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'folder' | 'symlink_outside' | 'symlink_broken' | 'symlink_to_folder' | 'not_a_file' }

async function resolveLink(input: Input, folder: string, name: string, follow: boolean): Promise<LinkTarget> {
  const link = join(folder, name)
  const target = await realpath(link).catch(() => null)
  const stats = target === null ? null : await stat(target).catch(() => null)
  if (target === null || stats === null) return { kind: 'symlink_broken' }
  if (!follow && !isInside(input.root, target)) return { kind: 'symlink_outside' }
  if (stats.isFile()) return { kind: 'file', file: target }
  if (!stats.isDirectory()) return { kind: 'not_a_file' }
  const circular = isInside(target, await realpath(folder))
  return { kind: follow && !circular ? 'folder' : 'symlink_to_folder' }
}
