import { realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { statsOf } from './files.ts'
import { isInside } from './folder.ts'
import { type Input, shownPath } from './inputs.ts'
import type { FeedOptions } from './options.ts'
import type { FeedItem, PhotoRef } from './post.ts'
import { warn } from './warnings.ts'

/** Where paths written in metadata start, and what they may not leave. */
export interface Ground {
  readonly input: Input
  /** What relative paths start from. */
  readonly base: string
  /** A real path nothing may lead out of; null for standard input, whose lines are themselves the input. */
  readonly root: string | null
}

/**
 * The photo a path in metadata names, if it is a file and inside the input, links resolved. Names are also tried in
 * the other Unicode normal forms: file systems and tables disagree on accents.
 *
 * @param where what a warning names: the row or the record
 */
export async function locatePhoto(
  written: string,
  { input, base, root }: Ground,
  where: string,
  { followSymlinks }: Pick<FeedOptions, 'followSymlinks'>,
): Promise<PhotoRef | Extract<FeedItem, { warning: unknown }>> {
  const way = resolve(base, written)
  if (root !== null && !isInside(root, way)) {
    return warn('path_outside', where, `The path \`${written}\` leads out of the input.`)
  }
  const file = await firstReal([way, way.normalize('NFC'), way.normalize('NFD')])
  if (file === null) return warn('photo_missing', where, `There is no photo \`${written}\`.`)
  if (root !== null && !followSymlinks && !isInside(root, file)) {
    return warn('symlink_outside', where, `\`${written}\` is a link that leads out of the input.`)
  }
  const stats = await statsOf(file)
  if (!stats?.isFile()) return warn('not_a_file', where, `\`${written}\` is no file.`)
  const path =
    isAbsolute(written) && root === null
      ? written
      : relative(root ?? base, way)
          .split(sep)
          .join('/')
  return { path: isAbsolute(path) ? path : shownPath(input, path), bytes: { kind: 'file', file, size: stats.size } }
}

/** The first of several spellings of a path that exists, links resolved. */
async function firstReal(paths: readonly string[]): Promise<string | null> {
  for (const path of new Set(paths)) {
    const real = await realpath(path).catch(() => null)
    if (real !== null) return real
  }
  return null
}
