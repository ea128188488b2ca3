import { printable } from './printable.ts'

/** A table of text for people: columns padded, long cells cut with `…`, nothing in it that could move the cursor. */
export function textTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  options: { readonly widest?: number; readonly right?: readonly string[] } = {},
): string {
  const widest = options.widest ?? 40
  const cells = [headings, ...rows].map((row) => row.map((cell) => cut(printable(cell), widest)))
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const right = new Set(options.right ?? [])
  return cells
    .map((row) =>
      widths
        .map((width, column) => {
          const cell = row[column] ?? ''
          return right.has(headings[column]!) ? cell.padStart(width) : cell.padEnd(width)
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cut(text: string, length: number): string {
  const letters = [...text]
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join('')}…`
}
