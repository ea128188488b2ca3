import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { inputError } from './options.ts'

/** One thing the user pointed at: a folder, a file, or `-`. */
export interface Input {
  readonly given: string
  /** The real path of the folder nothing may lead out of; the working folder for `-`. */
  readonly root: string
  /** The file's name where the input is one file; `-` for standard input; null for a folder. */
  readonly file: string | null
  /** What stands before relative paths and ids, empty where there is only one root: `summer/`. */
  readonly label: string
}

/**
 * Resolves what was typed: brace ranges become lists, paths become real. Posts of several folders are told apart by
 * the folders' names.
 *
 * @throws UserError `input_missing`, `input_unreadable` (exit 5), naming the path
 */
export async function resolveInputs(given: readonly string[]): Promise<readonly Input[]> {
  const found = []
  for (const pattern of given) {
    const literal = await stat(pattern).catch(() => null)
    const paths = literal === null ? expandBraces(pattern) : [pattern]
    for (const path of paths) found.push(await resolveInput(path))
  }
  const roots = [...new Set(found.map(({ root }) => root))]
  const labels = new Map(
    roots.map((root, index) => [root, roots.length === 1 ? '' : labelOf(root, roots.slice(0, index))]),
  )
  const seen = new Set<string>()
  return found
    .map((input) => ({ ...input, label: labels.get(input.root) ?? '' }))
    .filter(({ root, file }) => {
      const key = `${root}\0${file}`
      return seen.has(key) ? false : seen.add(key)
    })
}

async function resolveInput(given: string): Promise<Omit<Input, 'label'>> {
  if (given === '-') return { given, root: process.cwd(), file: '-' }
  const path = resolve(given)
  const stats = await stat(path).catch(() => null)
  if (stats === null) {
    throw inputError('input_missing', `There is no file or folder \`${given}\`.`, 'Check the path for typing mistakes.')
  }
  const usable = stats.isDirectory() || stats.isFile()
  const readable = await access(path, stats.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK).then(
    () => true,
    () => false,
  )
  if (!usable || !readable) {
    throw inputError(
      'input_unreadable',
      `The input \`${given}\` cannot be read.`,
      usable ? 'Check its permissions.' : 'Give a folder, a manifest, a tar or a photo.',
    )
  }
  if (stats.isDirectory()) return { given, root: await realpath(path), file: null }
  return { given, root: await realpath(dirname(path)), file: basename(path) }
}

/** The folder's name, with a number where an earlier root has the same. */
function labelOf(root: string, earlier: readonly string[]): string {
  const same = earlier.filter((other) => basename(other) === basename(root)).length
  return `${basename(root)}${same === 0 ? '' : `~${same + 1}`}/`
}

/** The longest list one brace range may stand for. */
const LONGEST_RANGE = 1_000_000

/**
 * `{00000..00099}.tar` to a hundred names, zeros kept; `{a,b}` to two. Shells do this themselves, quoted patterns
 * and job files do not.
 */
export function expandBraces(pattern: string): string[] {
  const group = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(pattern)
  if (group === null) return [pattern]
  const [, before = '', inside = '', after = ''] = group
  const tails = expandBraces(after)
  return choicesOf(inside).flatMap((choice) => tails.map((tail) => `${before}${choice}${tail}`))
}

function choicesOf(inside: string): readonly string[] {
  const range = /^(\d+)\.\.(\d+)$/.exec(inside)
  const from = range?.[1] ?? ''
  const count = Number(range?.[2]) - Number(from) + 1
  if (count >= 1 && count <= LONGEST_RANGE) {
    return Array.from({ length: count }, (_, index) => String(Number(from) + index).padStart(from.length, '0'))
  }
  return inside.includes(',') ? inside.split(',') : [`{${inside}}`]
}

/** The path a table shows for a file: relative to the input, `/` between folders. */
export function shownPath(input: Input, ...parts: readonly string[]): string {
  return input.label + parts.filter((part) => part !== '').join('/')
}

/** The absolute path of something below the input. */
export function absolutePath(input: Input, ...parts: readonly string[]): string {
  return join(input.root, ...parts)
}
