import type { Folder } from './folder.ts'
import type { Input } from './inputs.ts'
import type { FeedOptions, LayoutName } from './options.ts'
import type { FeedItem } from './post.ts'
import type { WarningCode } from './warnings.ts'

/** The files of one post in a folder, by name. */
export interface Draft {
  readonly layout: LayoutName
  readonly stem: string
  readonly photos: readonly string[]
  readonly caption: string | null
  readonly metadata: string | null
  /** A file with the place, where the layout has one. */
  readonly place: string | null
}

/** A file that is passed over for a reason. */
export interface Passed {
  readonly code: WarningCode
  readonly name: string
}

/** What a layout takes from the names in a folder. */
export interface Claim {
  readonly drafts: readonly Draft[]
  readonly passed: readonly Passed[]
  /** Names it leaves to the next layout. */
  readonly rest: readonly string[]
}

/** A layout that keeps a post's files side by side in one folder. */
export interface SidecarLayout {
  readonly name: LayoutName
  /** Does it take all JSON of this folder, whatever the names? May look into a file. */
  owns(folder: Folder): Promise<boolean>
  /** Sorts names into posts; reads nothing. `all`: files of any name are its own. */
  claim(names: readonly string[], all: boolean): Claim
  read(folder: Folder, draft: Draft, options: FeedOptions): Promise<readonly FeedItem[]>
}

/** One file that holds or lists many posts. */
export interface SourceFile {
  readonly input: Input
  /** The folder it lies in, relative to the input's root. */
  readonly path: string
  readonly name: string
  /** Real path; empty for standard input. */
  readonly file: string
}

/** A layout whose posts come out of single files. */
export interface FileLayout {
  readonly name: LayoutName
  /** Is this one of its files? Where the user asked for this layout, common names count too. */
  recognises(folder: Folder, name: string, options: FeedOptions): Promise<boolean>
  read(source: SourceFile, options: FeedOptions): AsyncIterable<FeedItem>
}

/** A layout that is a whole tree with an index in it. */
export interface TreeLayout {
  readonly name: LayoutName
  recognises(folder: Folder): Promise<boolean>
  read(folder: Folder, options: FeedOptions): AsyncIterable<FeedItem>
}

/** Something readable that was found. Finding reads names only; `read` does the rest. */
export interface Find {
  /** Photos by layout, from names; null where only reading would tell. */
  readonly found: readonly { readonly layout: LayoutName; readonly photos: number | null }[]
  /** Extensions of files that no layout took. */
  readonly unread: readonly string[]
  read(): AsyncIterable<FeedItem>
}
