import { Readable } from 'node:stream'
import { findPosts } from './find-posts.ts'
import { type Folder, fileOf, listFolder } from './folder.ts'
import { type Input, shownPath } from './inputs.ts'
import type { Find } from './layout.ts'
import { FILE_LAYOUTS, TREE_LAYOUTS } from './layouts/all.ts'
import { isPhotoName, stemOf } from './names.ts'
import { type FeedOptions, inputError, type LayoutName } from './options.ts'
import type { FeedItem } from './post.ts'
import { warn } from './warnings.ts'

/** Walks an input in the order its posts are read in: a folder's posts by name, then its folders by name. */
export async function* discover(input: Input, options: FeedOptions): AsyncGenerator<Find> {
  if (input.file === null) yield* walk(input, '', options, null)
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
      return findSource(layout.name, null, () => layout.read(source, options))
    }
  }
  throw inputError(
    'input_unsupported',
    `The file \`${input.given}\` is no photo, manifest (.csv, .tsv, .jsonl, .parquet) or tar.`,
    'Give the folder it lies in, or name a layout with `--layout`.',
  )
}

/** How many photos the manifests of a tree have named so far. */
interface Listed {
  photos: number
}

/** @param listed set below a manifest, where only further manifests are of interest */
async function* walk(input: Input, path: string, options: FeedOptions, listed: Listed | null): AsyncGenerator<Find> {
  const folder = await listFolder(input, path, options.followSymlinks)
  for (const layout of listed === null ? chosen(TREE_LAYOUTS, options) : []) {
    if (!(await layout.recognises(folder))) continue
    yield findSource(layout.name, await countPhotos(folder, options), () => layout.read(folder, options))
    return
  }
  const taken = new Set<string>()
  let tally = listed
  for (const name of folder.files) {
    for (const layout of chosen(FILE_LAYOUTS, options)) {
      if (listed !== null && layout.name !== 'manifest') continue
      if (!(await layout.recognises(folder, name, options))) continue
      taken.add(name)
      const source = { input, path, name, file: fileOf(folder, name) }
      if (layout.name === 'manifest') tally ??= { photos: 0 }
      const counter = layout.name === 'manifest' ? tally : null
      yield findSource(layout.name, null, () => counted(layout.read(source, options), counter))
      break
    }
  }
  if (tally === null) {
    yield await findPosts({ ...folder, files: folder.files.filter((name) => !taken.has(name)) }, options)
  } else if (folder.warnings.length > 0) yield findWarnings(folder.warnings.map((warning) => ({ warning })))
  for (const name of folder.folders) yield* walk(input, path === '' ? name : `${path}/${name}`, options, tally)
  if (listed === null && tally !== null) yield findUnlisted(folder, tally, options)
}

function findSource(layout: LayoutName, photos: number | null, read: () => AsyncIterable<FeedItem>): Find {
  return { found: [{ layout, photos }], unread: [], read }
}

function findWarnings(items: readonly FeedItem[]): Find {
  return { found: [], unread: [], read: () => Readable.from(items) as AsyncIterable<FeedItem> }
}

async function* counted(items: AsyncIterable<FeedItem>, tally: Listed | null): AsyncGenerator<FeedItem> {
  for await (const item of items) {
    if (tally !== null && 'post' in item) tally.photos += item.post.photos.length
    yield item
  }
}

/** Says so where a tree has more photos than its manifests name. */
function findUnlisted(folder: Folder, tally: Listed, options: FeedOptions): Find {
  const read = async function* (): AsyncGenerator<FeedItem> {
    const unlisted = (await countPhotos(folder, options)) - tally.photos
    if (unlisted <= 0) return
    const path = shownPath(folder.input, folder.path) || '.'
    yield warn('photos_not_listed', path, `${unlisted} photos are not named by the manifest and not read.`)
  }
  return { found: [], unread: [], read }
}

/** Photos in a whole tree, by their names. */
async function countPhotos(folder: Folder, options: FeedOptions): Promise<number> {
  let count = folder.files.filter(isPhotoName).length
  for (const name of folder.folders) {
    const path = folder.path === '' ? name : `${folder.path}/${name}`
    count += await countPhotos(await listFolder(folder.input, path, options.followSymlinks), options)
  }
  return count
}

/** The layouts that may read this feed: the one that was asked for, or all. */
function chosen<L extends { readonly name: LayoutName }>(layouts: readonly L[], { layout }: FeedOptions): readonly L[] {
  return layout === 'auto' ? layouts : layouts.filter(({ name }) => name === layout)
}

function emptyFolder(input: Input): Folder {
  return { input, path: '', absolute: input.root, files: [], links: new Map(), folders: [], warnings: [] }
}
