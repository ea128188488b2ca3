import type { Spec } from 'vega'
import type { Chart } from './charts/chart.ts'
import { measureTextItem } from './text-width.ts'
import { chartConfig } from './theme.ts'
import { tidySvg } from './tidy-svg.ts'

export interface Drawing {
  /** Colours are roles: `var(--ink)`. */
  readonly svg: string
  /** The compiled chart without its rows, for the browser. */
  readonly vega: Spec
}

/** Draws a chart without a canvas, a window or a network. Vega takes 0.4 s to load: only when something is drawn. */
export async function draw(chart: Chart): Promise<Drawing> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')])
  const { textMetrics } = vega as unknown as { textMetrics: { width: typeof measureTextItem } }
  textMetrics.width = measureTextItem
  const compiled = compile(chart.spec, { config: chartConfig }).spec
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger: silent(vega) })
  for (const [name, rows] of Object.entries(chart.data)) view.data(name, structuredClone(rows) as object[])
  await view.runAsync()
  const svg = await view.toSVG()
  view.finalize()
  return { svg: tidySvg(svg, chart.spec.description ?? ''), vega: compiled }
}

function silent(vega: typeof import('vega')) {
  return vega.logger(vega.Error)
}
