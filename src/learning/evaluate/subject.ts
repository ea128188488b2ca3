import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, UserError } from '../../errors.ts'

/** The label file that a folder of photos brings along. */
export const LABEL_FILE = 'labels.jsonl'

/** What is evaluated: tables, or photos that a pack has to read first. */
export type Subject =
  | { readonly kind: 'dataset'; readonly dataset: string; readonly labels: string }
  | { readonly kind: 'photos'; readonly photos: string; readonly labels: string; readonly pack: string }

export interface SubjectFlags {
  readonly labels: string | undefined
  readonly photos: string | undefined
  readonly pack: string | undefined
}

/**
 * What the folder named on the command line stands for: a pack (it has a `pack.json`), a dataset (it has tables or
 * parts), else photos, whose labels are the flag's or its own `labels.jsonl`.
 *
 * @param embedded the pack that reads photos unless `--pack` names another
 * @throws UserError (exit 2) where flags are missing or do not fit, (exit 5) where there is nothing of that name
 */
export async function subjectOf(folder: string, flags: SubjectFlags, embedded: string): Promise<Subject> {
  const names = await namesIn(folder)
  if (names.includes('pack.json')) {
    if (flags.pack !== undefined) throw usage('pack_twice', `\`${folder}\` is a pack itself.`, 'Leave --pack away.')
    if (flags.photos === undefined) {
      throw usage(
        'photos_absent',
        'A pack needs photos to read.',
        "Give --photos FOLDER, the folder that the label file's paths are in.",
      )
    }
    return { kind: 'photos', photos: flags.photos, labels: await labelsOf(flags, flags.photos), pack: folder }
  }
  if (names.some((name) => /^part-\d+$|^_run\.json$|\.arrows?$/.test(name))) {
    for (const name of ['pack', 'photos'] as const) {
      if (flags[name] === undefined) continue
      throw usage('flag_unused', `\`--${name}\` has no use with tables.`, `\`${folder}\` is compared as it is.`)
    }
    return { kind: 'dataset', dataset: folder, labels: await labelsOf(flags, folder) }
  }
  if (flags.photos !== undefined) {
    throw usage('photos_twice', `\`${folder}\` is the folder of photos itself.`, 'Leave --photos away.')
  }
  return { kind: 'photos', photos: folder, labels: await labelsOf(flags, folder), pack: flags.pack ?? embedded }
}

/** What is in a folder; a file stands for itself, so that a table of its own is a dataset. */
async function namesIn(folder: string): Promise<string[]> {
  const info = await stat(folder).catch(() => {
    throw new UserError('input_missing', `There is no dataset, pack or folder of photos at \`${folder}\`.`, {
      exit: EXIT.input,
      hint: 'Check the path for typing mistakes.',
    })
  })
  return info.isDirectory() ? await readdir(folder) : [folder]
}

async function labelsOf(flags: SubjectFlags, folder: string): Promise<string> {
  if (flags.labels !== undefined) return flags.labels
  const own = join(folder, LABEL_FILE)
  const there = await stat(own).then(
    (info) => info.isFile(),
    () => false,
  )
  if (there) return own
  throw usage(
    'labels_absent',
    `There are no labels: \`${folder}\` holds no \`${LABEL_FILE}\`.`,
    'Give --labels FILE; docs/labels.md describes it.',
  )
}

const usage = (code: string, message: string, hint: string) => new UserError(code, message, { exit: EXIT.usage, hint })
