import type { Folder } from './folder.ts'
import { shownPath } from './inputs.ts'
import type { JsonRecord } from './json.ts'
import { jsonElements } from './json-stream.ts'
import type { Ground } from './locate.ts'
import { mapOrdered } from './ordered.ts'
import type { FeedItem } from './post.ts'
import { METADATA_LIMIT } from './sidecars.ts'
import { warn } from './warnings.ts'

/** Records whose photos are looked for at a time. */
const AHEAD = 32

/** One record of an export's index. */
export interface Entry {
  readonly record: JsonRecord
  /** The key of the list it stood in; null where the document is itself the list. */
  readonly key: string | null
  /** What warnings name: the index and the record's number. */
  readonly path: string
}

/** Where the paths in an export's index start: at the export's own folder. */
export function groundOf(folder: Folder): Ground {
  return { input: folder.input, base: folder.absolute, root: folder.input.root }
}

/** Reads an index (a JSON list of any length) record by record, in order, into feed items. */
export async function* readIndex(
  folder: Folder,
  index: string,
  read: (entry: Entry) => Promise<readonly FeedItem[]>,
): AsyncGenerator<FeedItem> {
  const shown = shownPath(folder.input, folder.path, index)
  let number = 0
  const elements = jsonElements(`${folder.absolute}/${index}`, METADATA_LIMIT)
  const items = mapOrdered(elements, AHEAD, async (element): Promise<readonly FeedItem[]> => {
    number += 1
    const path = `${shown}#${number}`
    if (element.kind === 'record') return read({ record: element.record, key: element.key, path })
    if (element.kind === 'too_large') return [warn('metadata_too_large', path)]
    return element.kind === 'cut_off' ? [warn('metadata_cut_off', shown)] : [warn('metadata_unreadable', path)]
  })
  try {
    for await (const group of items) yield* group
  } catch (error) {
    yield warn('metadata_unreadable', shown, `The index breaks off: ${error instanceof Error ? error.message : ''}`)
  }
}
