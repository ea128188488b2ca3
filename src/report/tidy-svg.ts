import { escapeText } from './html.ts'

/** Attributes that children of one mark usually share. */
const shared = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-linecap',
  'font-size',
  'font-weight',
  'text-anchor',
  'class',
]

/**
 * Vega's SVG at a third of its bytes, looking the same: coordinates to a tenth of a pixel, outlines in relative steps,
 * what all children of a group say said once by the group, the font said once by the drawing, and its description as the text alternative.
 */
export function tidySvg(svg: string, description: string): string {
  const font = / font-family="[^"]*"/.exec(svg)?.[0] ?? ''
  return svg
    .replaceAll(font, '')
    .replace(/ (?:stroke-miterlimit|aria-hidden|pointer-events|xmlns:xlink)="[^"]*"/g, '')
    .replace(/ (?:role|aria-roledescription)="[^"]*"/g, '')
    .replace(/ transform="translate\(0,0\)"/g, '')
    .replace(/<path class="(?:background|foreground)"(?: d="[^"]*")?(?: display="none")?\/?>(?:<\/path>)?/g, '')
    .replace(/ (?:fill|stroke)-opacity="1"/g, '')
    .replace(/ (?:d|transform|[xy]\d?)="[^"]*"/g, shorten)
    .replace(/<g class="mark-[^"]*">((?:<(?:path|line)[^>]*\/>|<text[^>]*>[^<]*<\/text>)+)<\/g>/g, hoist)
    .replace(/(?:<path d="[^"]*" fill="[^"]*"\/>)+/g, mergeBoxes)
    .replace('<svg ', `<svg role="img" aria-label="${escapeText(description)}"${font} `)
}

function shorten(attribute: string): string {
  const outline = /^ d="(M[\d.,MLZ-]{80,}Z)"$/.exec(attribute)?.[1]
  if (outline !== undefined) return ` d="${relativeOutline(outline)}"`
  return attribute.replace(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10))
}

/** Closed polygons in tenths of a pixel, from point to point; steps too small to see are left out. */
function relativeOutline(outline: string): string {
  return outline
    .split('M')
    .slice(1)
    .map((ring) => {
      const points = ring
        .replace('Z', '')
        .split('L')
        .map((point) => point.split(',').map((n) => Math.round(Number(n) * 10)))
      let [x = 0, y = 0] = points[0] ?? []
      let path = `M${x / 10},${y / 10}l`
      for (const [nextX = 0, nextY = 0] of points.slice(1)) {
        if (Math.abs(nextX - x) + Math.abs(nextY - y) < 10) continue
        path += `${(nextX - x) / 10},${(nextY - y) / 10} `
        ;[x, y] = [nextX, nextY]
      }
      return path.endsWith('l') ? '' : `${path.trimEnd()}Z`
    })
    .join('')
}

function hoist(_group: string, children: string): string {
  let inner = children
  const count = (children.match(/<(?:path|line|text)/g) ?? []).length
  const said: string[] = []
  for (const name of shared) {
    const found = [...inner.matchAll(new RegExp(` ${name}="[^"]*"`, 'g'))].map(([attribute]) => attribute)
    const [first] = found
    if (first === undefined || found.length !== count || found.some((attribute) => attribute !== first)) continue
    inner = inner.replaceAll(first, '')
    if (name !== 'class') said.push(first)
  }
  return `<g${said.join('')}>${inner}</g>`
}

/** Boxes of one colour in one path: they never overlap. */
function mergeBoxes(run: string): string {
  const boxes = [...run.matchAll(/<path d="(M[\d.]+,[\d.]+h[\d.]+v[\d.]+h-[\d.]+Z)" fill="([^"]*)"\/>/g)]
  if (boxes.length !== run.split('<').length - 1) return run
  const byFill = new Map<string, string>()
  for (const [, box = '', fill = ''] of boxes) byFill.set(fill, (byFill.get(fill) ?? '') + box)
  return [...byFill].map(([fill, path]) => `<path fill="${fill}" d="${path}"/>`).join('')
}
