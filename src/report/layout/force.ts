import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force'

export interface Knot {
  readonly id: string
  readonly r: number
  /** Room its name needs beside it. */
  readonly labelWidth: number
}

export interface Bond {
  readonly a: string
  readonly b: string
  /** 0 to 1: stronger bonds are shorter. */
  readonly strength: number
}

interface Body extends SimulationNodeDatum {
  readonly id: string
  readonly r: number
  readonly labelWidth: number
}

const TICKS = 300

/**
 * Positions for a graph by d3-force: always the same for the same input, since the simulation starts from a fixed
 * spiral and draws no random numbers of its own that differ between runs.
 */
export function layoutGraph(knots: readonly Knot[], bonds: readonly Bond[], width: number, height: number) {
  const bodies: Body[] = knots.map(({ id, r, labelWidth }) => ({ id, r, labelWidth }))
  const links: (SimulationLinkDatum<Body> & { strength: number })[] = bonds.map(({ a, b, strength }) => ({
    source: a,
    target: b,
    strength,
  }))
  const room = Math.sqrt((width * height) / Math.max(1, knots.length))
  forceSimulation(bodies)
    .force(
      'charge',
      forceManyBody<Body>()
        .strength(-room * 3.2)
        .distanceMax(room * 4),
    )
    .force(
      'link',
      forceLink<Body, (typeof links)[number]>(links)
        .id(({ id }) => id)
        .distance(({ strength }) => room * (1.05 - 0.55 * strength))
        .strength(({ strength }) => 0.08 + 0.5 * strength),
    )
    .force('collide', forceCollide<Body>(({ r, labelWidth }) => r + 6 + Math.min(labelWidth, 60) * 0.28).iterations(3))
    .force('x', forceX<Body>(0).strength((0.09 * height) / width))
    .force('y', forceY<Body>(0).strength(0.09))
    .stop()
    .tick(TICKS)
  return stretch(bodies, width, height)
}

/** Stretches the positions to the room there is, leaving a margin for discs and names. */
function stretch(bodies: readonly Body[], width: number, height: number): Map<string, { x: number; y: number }> {
  const margin = { x: Math.min(70, width * 0.12), y: 26 }
  const xs = bodies.map(({ x = 0 }) => x)
  const ys = bodies.map(({ y = 0 }) => y)
  const reach = Math.max(0, ...bodies.map(({ r }) => r))
  const along = (value: number, values: number[], length: number, border: number) => {
    const low = Math.min(...values)
    const span = Math.max(...values) - low || 1
    const inner = length - 2 * (border + reach * 0.5)
    const scale = Math.min(inner / span, 1.6)
    return length / 2 + (value - low - span / 2) * scale
  }
  return new Map(
    bodies.map(({ id, x = 0, y = 0 }) => [id, { x: along(x, xs, width, margin.x), y: along(y, ys, height, margin.y) }]),
  )
}
