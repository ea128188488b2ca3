/** Cells whose sum is known: `total` is the cell that says it, -1 where another table does. */
export interface Line {
  readonly members: readonly number[]
  readonly total: number
}

/** A table of which some cells are to be hidden. */
export interface Table {
  readonly counts: ArrayLike<number>
  /** What is lost with a cell: the cheapest is hidden. */
  readonly costs: ArrayLike<number>
  /** Changed in place: 0 for what may not be shown. */
  readonly shown: Uint8Array
  /** 1 for cells of a few accounts: nothing may tell their counts. */
  readonly small: Uint8Array
  readonly lines: readonly Line[]
  /** The cell that must be shown for this one to be shown, -1 for none. */
  readonly parents: ArrayLike<number>
  /** Do these cells together hold enough accounts to be told? */
  enough(cells: readonly number[]): boolean
}

/**
 * Complementary suppression (Cox 1980; Hundepool et al. 2012, chapter 4): hides more cells until no sum tells on small
 * ones. The hidden cells of a line that cannot be worked out must hold enough accounts together. A hidden cell is
 * worked out where it is the only one of a line, and then protects nobody; so a cell that is hidden to protect others,
 * or is small itself, gets company in each of its lines, as the corners of a rectangle do, or its line loses its total.
 * Hidden is the cheapest cell, its cost counted again for each line in which it would need company.
 */
export function suppress(table: Table): void {
  const work = new Work(table)
  for (let line = work.next(); line !== undefined; line = work.next()) work.settle(line)
}

class Work {
  private readonly table: Table
  private readonly linesOf: readonly (readonly number[])[]
  private readonly children: ReadonlyMap<number, number[]>
  /** Hidden cells that the rest tells. */
  private readonly told: Uint8Array
  /** Hidden cells that nothing may tell. */
  private readonly secret: Uint8Array
  /** Hidden cells told at last, because nothing was left to be hidden. */
  private readonly givenUp: Uint8Array
  /** By line: cells that are not known. */
  private readonly unknown: Int32Array
  private readonly queue: number[] = []
  private readonly queued: Uint8Array

  constructor(table: Table) {
    const { counts, shown, lines, parents } = table
    this.table = table
    this.told = new Uint8Array(shown.length)
    this.givenUp = new Uint8Array(shown.length)
    this.secret = table.small.slice()
    const linesOf = Array.from({ length: shown.length }, (): number[] => [])
    const children = new Map<number, number[]>()
    lines.forEach(({ members, total }, line) => {
      for (const cell of members) linesOf[cell]!.push(line)
      if (total >= 0) linesOf[total]!.push(line)
    })
    for (let cell = 0; cell < shown.length; cell++) {
      const parent = parents[cell]!
      if (parent >= 0) children.set(parent, [...(children.get(parent) ?? []), cell])
    }
    this.linesOf = linesOf
    this.children = children
    this.unknown = Int32Array.from(lines, ({ members }) =>
      members.reduce((sum, cell) => sum + Number(shown[cell] === 0 && counts[cell]! > 0), 0),
    )
    this.queued = new Uint8Array(lines.length)
    for (let cell = 0; cell < shown.length; cell++) if (shown[cell] === 0) this.hideChildren(cell)
    for (let line = 0; line < lines.length; line++) this.ask(line)
  }

  next(): number | undefined {
    const line = this.queue.pop()
    if (line !== undefined) this.queued[line] = 0
    return line
  }

  private ask(line: number): void {
    if (this.queued[line] === 1) return
    this.queued[line] = 1
    this.queue.push(line)
  }

  private isKnown(cell: number): boolean {
    return this.table.shown[cell] === 1 || this.told[cell] === 1 || this.table.counts[cell] === 0
  }

  /** Hides or tells what the line asks for. */
  settle(line: number): void {
    const { members, total } = this.table.lines[line]!
    if (total >= 0 && !this.isKnown(total)) {
      this.settleTotal(line, total)
      return
    }
    if (this.unknown[line] === 0) return
    const unknown = members.filter((cell) => !this.isKnown(cell))
    const few = !this.table.enough(unknown)
    if (few || (unknown.length === 1 && this.secret[unknown[0]!] === 1)) {
      if (this.hideSmallest(line) || this.hideTotal(total) || (few && this.hideTold(line))) return
    }
    if (unknown.length === 1) this.tell(unknown[0]!)
  }

  /** A hidden total is told where all that it sums is known; values may be missing, and then sum to less. */
  private settleTotal(line: number, total: number): void {
    const { counts, lines } = this.table
    const sum = lines[line]!.members.reduce((all, cell) => all + counts[cell]!, 0)
    if (this.unknown[line]! > 0 || sum !== counts[total]) return
    if (this.secret[total] === 0 || !this.hideSmallest(line)) this.tell(total)
  }

  private hideSmallest(line: number): boolean {
    let [smallest, least] = [-1, Number.POSITIVE_INFINITY]
    for (const cell of this.table.lines[line]!.members) {
      if (this.table.shown[cell] === 0) continue
      const cost = this.costOf(cell)
      if (cost < least) [smallest, least] = [cell, cost]
    }
    if (smallest < 0) return false
    this.secret[smallest] = 1
    this.hide(smallest)
    this.ask(line)
    return true
  }

  /** Where all that a cell sums is hidden, it is hidden itself. */
  private hideTotal(total: number): boolean {
    if (total < 0 || this.table.shown[total] === 0) return false
    this.secret[total] = 1
    this.hide(total)
    return true
  }

  private costOf(cell: number): number {
    let alone = 0
    for (const line of this.linesOf[cell]!) {
      if (this.unknown[line] === 0 && this.table.lines[line]!.total !== cell) alone++
    }
    return this.table.costs[cell]! * (1 + alone)
  }

  /** Has the cells of a line that other lines tell kept secret by those, once. */
  private hideTold(line: number): boolean {
    const cells = this.table.lines[line]!.members.filter((cell) => this.told[cell] === 1 && this.givenUp[cell] === 0)
    for (const cell of cells) {
      this.told[cell] = 0
      this.secret[cell] = 1
      this.givenUp[cell] = 1
      for (const one of this.linesOf[cell]!) this.changed(one, cell, 1)
    }
    return cells.length > 0
  }

  private hide(cell: number): void {
    if (this.table.shown[cell] === 0) return
    this.table.shown[cell] = 0
    if (this.table.counts[cell]! > 0) for (const line of this.linesOf[cell]!) this.changed(line, cell, 1)
    this.hideChildren(cell)
  }

  private hideChildren(cell: number): void {
    for (const child of this.children.get(cell) ?? []) {
      if (this.secret[cell] === 1) this.secret[child] = 1
      this.hide(child)
    }
  }

  private tell(cell: number): void {
    this.told[cell] = 1
    for (const line of this.linesOf[cell]!) this.changed(line, cell, -1)
  }

  private changed(line: number, cell: number, by: number): void {
    if (this.table.lines[line]!.total !== cell) this.unknown[line]! += by
    this.ask(line)
  }
}
