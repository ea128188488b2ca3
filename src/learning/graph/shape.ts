import type { Dim, Shape } from '../onnx/model.ts'

/** How many N a size stands for: `N` → 1, `5N` → 5; undefined for a plain number. */
export function multipleOf(dim: Dim): number | undefined {
  if (typeof dim === 'number') return undefined
  return dim === 'N' ? 1 : Number(dim.slice(0, -1))
}

/** `dim` × `factor`; one of the two may be a multiple of N. */
export function times(dim: Dim, factor: Dim): Dim {
  if (typeof factor === 'string') return typeof dim === 'string' ? fail(`${dim} x ${factor}`) : times(factor, dim)
  if (typeof dim === 'number') return dim * factor
  const multiple = (multipleOf(dim) as number) * factor
  return multiple === 1 ? 'N' : `${multiple}N`
}

function fail(what: string): never {
  throw new Error(`${what}: the batch can be in one axis only`)
}

/** Number of elements: a number, or a multiple of N. */
export function elements(shape: Shape): Dim {
  return shape.reduce<Dim>((product, dim) => times(product, dim), 1)
}

/** Number of elements of a shape without N. */
export function size(shape: Shape): number {
  const count = elements(shape)
  if (typeof count === 'string') throw new Error(`[${shape}] has no fixed size`)
  return count
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i])
}

/** NumPy's broadcasting; undefined where the shapes do not go together. */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length)
  const result: Dim[] = []
  for (let i = 0; i < rank; i++) {
    const left = a[a.length - rank + i] ?? 1
    const right = b[b.length - rank + i] ?? 1
    if (left !== right && left !== 1 && right !== 1) return undefined
    result.push(left === 1 ? right : left)
  }
  return result
}

/** An axis counted from the front; throws where there is none such. */
export function axisOf(axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(positive) || positive < 0 || positive >= rank) {
    throw new Error(`axis ${axis} of a tensor with ${rank} axes`)
  }
  return positive
}

export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`
}
