import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { partName, replacePart, WORK } from './folder.ts'
import { type Counts, PartBuilder, type PostRows, postsOf, readPart, subtractCounts } from './part.ts'
import type { TableFacts } from './table.ts'

/** Posts of finished parts that are read again because a photo failed, and what came of them so far. */
export class Retries {
  private readonly partOf = new Map<string, number>()
  /** How many posts are still to come, by part. */
  private readonly awaited = new Map<number, number>()
  private readonly replaced = new Map<number, Map<string, PostRows>>()

  expect(postId: string, part: number): void {
    if (this.partOf.has(postId)) return
    this.partOf.set(postId, part)
    this.awaited.set(part, (this.awaited.get(part) ?? 0) + 1)
  }

  has(postId: string): boolean {
    return this.partOf.has(postId)
  }

  /** Keeps the new rows of an expected post; the number of its part where that was the last one of it, else null. */
  add(post: PostRows): number | null {
    const part = this.partOf.get(post.postId)
    if (part === undefined) throw new Error(`The post ${post.postId} was not to be read again`)
    this.partOf.delete(post.postId)
    const posts = this.replaced.get(part) ?? new Map<string, PostRows>()
    this.replaced.set(part, posts.set(post.postId, post))
    const remaining = (this.awaited.get(part) ?? 1) - 1
    this.awaited.set(part, remaining)
    return remaining === 0 ? part : null
  }

  /** Parts of which some posts have new rows that are not written yet. */
  unwritten(): number[] {
    return [...this.replaced.keys()]
  }

  /**
   * Writes a part anew with the new rows in the place of the old ones.
   * @returns what the dataset has more than before
   */
  async write(root: string, part: number, facts: TableFacts): Promise<Counts> {
    const replaced = this.replaced.get(part)
    this.replaced.delete(part)
    const before = await readPart(join(root, partName(part)))
    const builder = new PartBuilder(facts)
    const { posts, notes } = postsOf(before)
    for (const note of notes) builder.note(note)
    for (const post of posts) builder.add(replaced?.get(post.postId) ?? post)
    const finished = join(root, WORK, `rewritten-${part}`)
    await rm(finished, { recursive: true, force: true })
    const after = await builder.write(finished)
    await replacePart(root, finished, part)
    return subtractCounts(after.counts, before.record.counts)
  }
}
