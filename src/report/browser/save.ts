import type { Chart } from '../charts/chart.ts'
import { csv, notebook } from '../export.ts'
import type { Words } from '../words.ts'
import { element } from './dom.ts'

const XML = 'http://www.w3.org/2000/svg'

/** The menu of a chart: take it away as drawing, picture, numbers, chart or notebook. */
export function saveMenu(
  words: Words,
  chartOf: () => Chart | undefined,
  svgOf: () => SVGSVGElement | null,
): HTMLElement {
  const { menu } = words.t
  const entry = (label: string, act: (chart: Chart, svg: SVGSVGElement) => void) =>
    element(
      'button',
      {
        type: 'button',
        onclick: () => {
          const [chart, svg] = [chartOf(), svgOf()]
          if (chart !== undefined && svg !== null) act(chart, svg)
          details.open = false
        },
      },
      label,
    )
  const details = element(
    'details',
    { class: 'menu', onkeydown: (event) => (event as KeyboardEvent).key === 'Escape' && close() },
    element('summary', {}, menu.label),
    element(
      'div',
      {},
      entry(menu.svg, (chart, svg) => save(`${chart.id}.svg`, 'image/svg+xml', standAlone(svg))),
      entry(menu.png, (chart, svg) => savePng(`${chart.id}.png`, standAlone(svg), chart.size)),
      entry(menu.csv, (chart) => save(`${chart.id}.csv`, 'text/csv', csv(chart.table))),
      entry(menu.spec, (chart) => save(`${chart.id}.vl.json`, 'application/json', specWithData(chart))),
      entry(menu.notebook, (chart) => save(`${chart.id}.ipynb`, 'application/x-ipynb+json', notebook(chart))),
    ),
  )
  function close() {
    details.open = false
    details.querySelector('summary')?.focus()
  }
  return details
}

function save(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }))
  element('a', { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** The drawing with the colours one sees, on its paper, hatching included. */
function standAlone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const style = getComputedStyle(document.documentElement)
  const { width, height } = svg.viewBox.baseVal
  const paper = document.createElementNS(XML, 'rect')
  for (const [name, value] of Object.entries({ width, height, fill: 'var(--paper)' }))
    paper.setAttribute(name, String(value))
  const hatch = document.getElementById('hatch')?.cloneNode(true)
  copy.prepend(...(hatch === undefined ? [] : [hatch]), paper)
  copy.setAttribute('xmlns', XML)
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  return new XMLSerializer()
    .serializeToString(copy)
    .replace(/var\((--[a-z0-9-]+)\)/g, (_, role: string) => style.getPropertyValue(role).trim())
}

function savePng(name: string, svg: string, { width, height }: Chart['size']): void {
  const image = new Image()
  image.onload = () => {
    const canvas = element('canvas')
    canvas.width = width * 2
    canvas.height = height * 2
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    canvas.toBlob((blob) => blob && save(name, 'image/png', blob))
  }
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
}

function specWithData({ spec, data }: Chart): string {
  return JSON.stringify(
    { $schema: 'https://vega.github.io/schema/vega-lite/v6.json', ...spec, datasets: data },
    null,
    1,
  )
}
