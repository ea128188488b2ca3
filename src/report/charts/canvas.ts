import type { TopLevelSpec } from 'vega-lite'

type Layer = Readonly<Record<string, unknown>>

/** Size in pixels of a chart that places its marks itself. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** A layered chart whose rows carry pixels, the origin at the top left: full control, still plain Vega-Lite. */
export function canvasSpec(size: Size, description: string, layers: readonly Layer[]): TopLevelSpec {
  return {
    description,
    width: size.width,
    height: size.height,
    autosize: { type: 'none' },
    padding: 0,
    layer: layers,
    resolve: { scale: { fill: 'independent', stroke: 'independent', size: 'independent', strokeWidth: 'independent' } },
  } as unknown as TopLevelSpec
}

/** An x and a y channel in pixels: no scale, no axis. */
export function place(x: string, y: string, x2?: string, y2?: string): Layer {
  const pixels = (field: string) => ({ field, type: 'quantitative', scale: null, axis: null })
  return {
    x: pixels(x),
    y: pixels(y),
    ...(x2 === undefined ? {} : { x2: { field: x2 } }),
    ...(y2 === undefined ? {} : { y2: { field: y2 } }),
  }
}

/** A channel whose field already holds what is drawn: a colour role, a width, an angle. */
export function as(field: string, type: 'nominal' | 'quantitative' = 'nominal'): Layer {
  return { field, type, scale: null, legend: null }
}
