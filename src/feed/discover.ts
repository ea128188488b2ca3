import { Readable } from 'node:stream'
import { type Folder, fileOf, listFolder } from './folder.ts'
import { type Input, shownPath } from './inputs.ts'
import type { Draft, SidecarLayout } from './layout.ts'
import { FILE_LAYOUTS, SIDECAR_LAYOUTS, TREE_LAYOUTS } from './layouts/all.ts'
import { mergeCarousels } from './merge.ts'
import { byText, extensionOf, isPhotoName, stemOf } from './names.ts'
import { type FeedOptions, inputError, type LayoutName } from './options.ts'
import { mapOrdered } from './ordered.ts'
import type { FeedItem, FeedWarning } from './post.ts'
import { warn } from './warnings.ts'

/** Posts whose files are read ahead; hides a disk's latency, bounds memory (bench/feed.ts). */
const AHEAD = 32

/** Something readable that was found. Finding reads names only; `read` does the rest. */
export interface Find {
  /** Photos by layout, from names; null where only reading would tell. */
  readonly found: readonly { readonly layout: LayoutName; readonly photos: number | null }[]
  /** Extensions of files that no layout took. */
  readonly unread: readonly string[]
  read(): AsyncIterable<FeedItem>
}

/** Walks an input in the order its posts are read in: a folder's posts by name, then its folders by name. */
export async function* discover(input: Input, options: FeedOptions): AsyncGenerator<Find> {
  if (input.file === null) yield* walk(input, '', options, false)
  else yield await findFile(input, input.file, options)
}

async function findFile(input: Input, name: string, options: FeedOptions): Promise<Find> {
  const folder = name === '-' ? emptyFolder(input) : await listFolder(input, '', options.followSymlinks)
  if (isPhotoName(name)) {
    const beside = folder.files.filter(
      (other) => stemOf(other) === stemOf(name) && (other === name || !isPhotoName(other)),
    )
    return findPosts({ ...folder, files: beside, warnings: [] }, options)
  }
  for (const layout of chosen(FILE_LAYOUTS, options)) {
    const asked = { ...options, layout: layout.name }
    if (await layout.recognises(folder, name, asked)) {
      const source = { input, path: '', name, file: name === '-' ? '' : fileOf(folder, name) }
      return { found: [{ layout: layout.name, photos: null }], unread: [], read: () => layout.read(source, options) }
    }
  }
  throw inputError(
    'input_unsupported',
    `The file \`${input.given}\` is no photo, manifest (.csv, .tsv, .jsonl, .parquet) or tar.`,
    'Give the folder it lies in, or name a layout with `--layout`.',
  )
}

/** @param listed this folder lies below a manifest: only further manifests are of interest */
async function* walk(input: Input, path: string, options: FeedOptions, listed: boolean): AsyncGenerator<Find> {
  const folder = await listFolder(input, path, options.followSymlinks)
  for (const layout of listed ? [] : chosen(TREE_LAYOUTS, options)) {
    if (!(await layout.recognises(folder))) continue
    const photos = await countPhotos(folder, options)
    yield { found: [{ layout: layout.name, photos }], unread: [], read: () => layout.read(folder, options) }
    return
  }
  const taken = new Set<string>()
  let manifest = listed
  for (const name of folder.files) {
    for (const layout of chosen(FILE_LAYOUTS, options)) {
      if (listed && layout.name !== 'manifest') continue
      if (!(await layout.recognises(folder, name, options))) continue
      taken.add(name)
      manifest ||= layout.name === 'manifest'
      const source = { input, path, name, file: fileOf(folder, name) }
      yield { found: [{ layout: layout.name, photos: null }], unread: [], read: () => layout.read(source, options) }
      break
    }
  }
  if (manifest && folder.warnings.length > 0) yield findWarnings(folder)
  if (!manifest) yield await findPosts({ ...folder, files: folder.files.filter((name) => !taken.has(name)) }, options)
  for (const name of folder.folders) yield* walk(input, path === '' ? name : `${path}/${name}`, options, manifest)
}

function findWarnings({ warnings }: Folder): Find {
  const items = warnings.map((warning) => ({ warning }))
  return { found: [], unread: [], read: () => Readable.from(items) as AsyncIterable<FeedItem> }
}

/** Sorts a folder's names into posts, each by the first layout that claims it. */
async function findPosts(folder: Folder, options: FeedOptions): Promise<Find> {
  const drafts: Draft[] = []
  const warnings: FeedWarning[] = [...folder.warnings]
  let names = folder.files
  for (const layout of chosen(SIDECAR_LAYOUTS, options)) {
    if (names.length === 0) break
    const claim = layout.claim(
      names,
      options.layout === layout.name || (await layout.owns({ ...folder, files: names })),
    )
    drafts.push(...claim.drafts)
    for (const { code, name } of claim.passed)
      warnings.push(warn(code, shownPath(folder.input, folder.path, name)).warning)
    names = claim.rest
  }
  drafts.sort((a, b) => byText(a.stem, b.stem))
  warnings.sort((a, b) => byText(a.path, b.path))
  const photos = new Map<LayoutName, number>()
  for (const draft of drafts) photos.set(draft.layout, (photos.get(draft.layout) ?? 0) + draft.photos.length)
  return {
    found: [...photos].map(([layout, count]) => ({ layout, photos: count })),
    unread: drafts.length === 0 ? folder.files.map(extensionOf) : [],
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

/** Photos in a whole tree, by their names. */
export async function countPhotos(folder: Folder, options: FeedOptions): Promise<number> {
  let count = folder.files.filter(isPhotoName).length
  for (const name of folder.folders) {
    const path = folder.path === '' ? name : `${folder.path}/${name}`
    count += await countPhotos(await listFolder(folder.input, path, options.followSymlinks), options)
  }
  return count
}

function chosen<L extends { readonly name: LayoutName }>(layouts: readonly L[], { layout }: FeedOptions): readonly L[] {
  return layout === 'auto' ? layouts : layouts.filter(({ name }) => name === layout)
}

function emptyFolder(input: Input): Folder {
  return { input, path: '', absolute: input.root, files: [], links: new Map(), folders: [], warnings: [] }
}
