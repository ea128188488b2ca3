import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder, writeSynced } from './files.ts'
import { createEncoder } from './ipc.ts'
import type { LedgerEntry } from './ledger.ts'
import { batchRows } from './objects.ts'
import { readDataset } from './read.ts'
import type { GarmentRow, PersonRow, PhotoRow, Rows, TableName } from './rows.ts'
import { TABLE_NAMES } from './schema.ts'
import { TableBuilder, type TableFacts } from './table.ts'

/** All that one post adds to a dataset. */
export interface PostRows {
  readonly postId: string
  readonly photos: readonly PhotoRow[]
  readonly people: readonly PersonRow[]
  readonly garments: readonly GarmentRow[]
  readonly ledger: readonly LedgerEntry[]
}

export interface Counts {
  readonly posts: number
  readonly photos: number
  readonly people: number
  readonly garments: number
  readonly failed: number
  readonly skipped: number
}

export const NO_COUNTS: Counts = { posts: 0, photos: 0, people: 0, garments: 0, failed: 0, skipped: 0 }

/** `_part.json`: what a part holds besides its rows. */
export interface PartRecord {
  readonly counts: Counts
  readonly device: string
  /** Ids of posts without a row in `photos`: they are done as well. */
  readonly silent_posts: readonly string[]
  readonly ledger: readonly LedgerEntry[]
}

const COUNTED = Object.keys(NO_COUNTS) as readonly (keyof Counts)[]

function combine(a: Counts, b: Counts, sign: 1 | -1): Counts {
  return Object.fromEntries(COUNTED.map((name) => [name, a[name] + sign * b[name]])) as unknown as Counts
}

export function addCounts(a: Counts, b: Counts): Counts {
  return combine(a, b, 1)
}

export function subtractCounts(a: Counts, b: Counts): Counts {
  return combine(a, b, -1)
}

const RECORD = '_part.json'

/** Gathers posts in feed order until they are written as one part. */
export class PartBuilder {
  private readonly builders: { readonly [T in TableName]: TableBuilder<T> }
  private readonly device: string
  private silent: string[] = []
  private ledger: LedgerEntry[] = []
  private counts: Counts = NO_COUNTS

  constructor(facts: TableFacts) {
    this.device = facts.device ?? ''
    this.builders = {
      photos: new TableBuilder('photos', facts),
      people: new TableBuilder('people', facts),
      garments: new TableBuilder('garments', facts),
    }
  }

  get posts(): number {
    return this.counts.posts
  }

  get empty(): boolean {
    return this.posts === 0 && this.ledger.length === 0
  }

  add(post: PostRows): void {
    for (const row of post.photos) this.builders.photos.push(row)
    for (const row of post.people) this.builders.people.push(row)
    for (const row of post.garments) this.builders.garments.push(row)
    if (post.photos.length === 0) this.silent.push(post.postId)
    this.ledger.push(...post.ledger)
    this.counts = addCounts(this.counts, countsOf(post))
  }

  /** Something that belongs to no post. */
  note(entry: LedgerEntry): void {
    this.ledger.push(entry)
    this.counts = { ...this.counts, skipped: this.counts.skipped + 1 }
  }

  /** Puts back what an interrupted run had gathered. */
  restore(part: StoredPart): void {
    for (const table of TABLE_NAMES) for (const row of part[table]) this.builders[table].push(row as never)
    this.silent.push(...part.record.silent_posts)
    this.ledger.push(...part.record.ledger)
    this.counts = addCounts(this.counts, part.record.counts)
  }

  /** Writes tables and record into a new folder, footed and on the disk; the builder starts anew. */
  async write(folder: string): Promise<PartRecord> {
    await mkdir(folder, { recursive: true })
    for (const table of TABLE_NAMES) {
      const encoder = createEncoder('file')
      const batch = this.builders[table].take()
      await writeSynced(join(folder, `${table}.arrow`), [...encoder.encode(batch), ...encoder.end()])
    }
    const record: PartRecord = {
      counts: this.counts,
      device: this.device,
      silent_posts: this.silent,
      ledger: this.ledger,
    }
    await writeSynced(join(folder, RECORD), [`${JSON.stringify(record)}\n`])
    await syncFolder(folder)
    this.silent = []
    this.ledger = []
    this.counts = NO_COUNTS
    return record
  }
}

/** What one post adds. */
export function countsOf(post: PostRows): Counts {
  return {
    posts: 1,
    photos: post.photos.length,
    people: post.people.length,
    garments: post.garments.length,
    failed: post.photos.filter((row) => row.status === 'failed').length,
    skipped: post.ledger.filter((entry) => entry.kind === 'skipped').length,
  }
}

/** A part as it lies on the disk. */
export interface StoredPart {
  readonly record: PartRecord
  readonly photos: readonly PhotoRow[]
  readonly people: readonly PersonRow[]
  readonly garments: readonly GarmentRow[]
}

export async function readPartRecord(folder: string): Promise<PartRecord> {
  return JSON.parse(await readFile(join(folder, RECORD), 'utf8')) as PartRecord
}

async function rowsOf<T extends TableName>(folder: string, table: T): Promise<Rows[T][]> {
  const rows: Rows[T][] = []
  for await (const batch of readDataset(folder, table)) rows.push(...batchRows(batch, table))
  return rows
}

/** A whole part in memory: a few hundred posts. */
export async function readPart(folder: string): Promise<StoredPart> {
  return {
    record: await readPartRecord(folder),
    photos: await rowsOf(folder, 'photos'),
    people: await rowsOf(folder, 'people'),
    garments: await rowsOf(folder, 'garments'),
  }
}

function groupBy<K, V>(values: readonly V[], key: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const value of values) {
    const group = groups.get(key(value))
    if (group === undefined) groups.set(key(value), [value])
    else group.push(value)
  }
  return groups
}

/** The posts of a part again, in their order; ledger lines that belong to no post come first, alone. */
export function postsOf(part: StoredPart): { readonly posts: PostRows[]; readonly notes: LedgerEntry[] } {
  const photos = groupBy(part.photos, (row) => row.post_id)
  const people = groupBy(part.people, (row) => row.post_id)
  const garments = groupBy(part.garments, (row) => row.post_id)
  const ledger = groupBy(part.record.ledger, (entry) => entry.post_id)
  const posts = [...photos.keys(), ...part.record.silent_posts].map((postId) => ({
    postId,
    photos: photos.get(postId) ?? [],
    people: people.get(postId) ?? [],
    garments: garments.get(postId) ?? [],
    ledger: ledger.get(postId) ?? [],
  }))
  return { posts, notes: ledger.get(null) ?? [] }
}
