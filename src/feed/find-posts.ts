import type { Folder } from './folder.ts'
import { shownPath } from './inputs.ts'
import type { Draft, Find, SidecarLayout } from './layout.ts'
import { SIDECAR_LAYOUTS } from './layouts/all.ts'
import { mergeCarousels } from './merge.ts'
import { byText, extensionOf } from './names.ts'
import type { FeedOptions, LayoutName } from './options.ts'
import { mapOrdered } from './ordered.ts'
import type { FeedItem, FeedWarning } from './post.ts'
import { warn } from './warnings.ts'

/** Posts whose files are read ahead; hides a disk's latency, bounds memory (bench/feed.ts). */
const AHEAD = 32

/** Sorts a folder's names into posts, each by the first layout that claims it. */
export async function findPosts(folder: Folder, options: FeedOptions): Promise<Find> {
  const drafts: Draft[] = []
  const warnings: FeedWarning[] = [...folder.warnings]
  let names = folder.files
  for (const layout of SIDECAR_LAYOUTS) {
    if (names.length === 0) break
    if (options.layout !== 'auto' && options.layout !== layout.name) continue
    const all = options.layout === layout.name || (await layout.owns({ ...folder, files: names }))
    const claim = layout.claim(names, all)
    drafts.push(...claim.drafts)
    for (const { code, name } of claim.passed) {
      warnings.push(warn(code, shownPath(folder.input, folder.path, name)).warning)
    }
    names = claim.rest
  }
  drafts.sort((a, b) => byText(a.stem, b.stem))
  warnings.sort((a, b) => byText(a.path, b.path))
  const photos = new Map<LayoutName, number>()
  for (const draft of drafts) {
    if (draft.photos.length > 0) photos.set(draft.layout, (photos.get(draft.layout) ?? 0) + draft.photos.length)
  }
  return {
    found: [...photos].map(([layout, count]) => ({ layout, photos: count })),
    unread: photos.size === 0 ? folder.files.map(extensionOf) : [],
    read: () => mergeCarousels(readPosts(folder, drafts, warnings, options)),
  }
}

async function* readPosts(
  folder: Folder,
  drafts: readonly Draft[],
  warnings: readonly FeedWarning[],
  options: FeedOptions,
): AsyncGenerator<FeedItem> {
  for (const warning of warnings) yield { warning }
  const layouts = new Map<LayoutName, SidecarLayout>(SIDECAR_LAYOUTS.map((layout) => [layout.name, layout]))
  const read = async (draft: Draft) => (await layouts.get(draft.layout)?.read(folder, draft, options)) ?? []
  for await (const items of mapOrdered(drafts, AHEAD, read)) yield* items
}
