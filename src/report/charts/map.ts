import { feature } from 'topojson-client'
import type { Analysis } from '../../analysis/analysis.ts'
import { count, interval, percent } from '../numbers.ts'
import { colour, scale } from '../theme.ts'
import type { Words } from '../words.ts'
import { as, canvasSpec, place } from './canvas.ts'
import type { Chart, Row } from './chart.ts'
import { groupTable, leadingConcepts, rowsOf } from './groups.ts'
import { letter, letterLayers } from './lettering.ts'
import type { World } from './world.ts'

/** Lower ends of the classes but the first. */
const steps = [0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2]
const SWATCH = 26

/** Where one garment is worn how much, on an equal-area map; hatched where there are too few to say. */
export function mapChart(
  analysis: Analysis,
  concept: string,
  world: World,
  words: Words,
  shape: 'wide' | 'tall',
): Chart {
  const size = shape === 'wide' ? { width: 724, height: 372 } : { width: 364, height: 222 }
  const rows = rowsOf(analysis, 'country').filter((row) => row.concept === concept)
  const byCode = new Map(rows.map((row) => [row.value, row]))
  const ramp = scale('seq')
  const shapes = feature(world, world.objects.countries).features.map((country) => {
    const code = String(country.id ?? '')
    const row = byCode.get(code)
    const share = row?.share ?? null
    const fill = row === undefined ? colour('land') : share === null ? 'url(#hatch)' : ramp[classOf(share)]
    return {
      type: 'Feature',
      geometry: country.geometry,
      fill: fill as string,
      country: row === undefined ? null : words.country(code),
      share: percent(share),
      note:
        share === null
          ? words.t.popularity.hidden
          : `${words.t.interval} ${interval(row?.low ?? null, row?.high ?? null, percent)} · ${words.t.popularity.of(count(row?.count ?? null))}`,
    }
  })
  const legendY = size.height - 24
  return {
    id: `map-${shape}`,
    size,
    spec: canvasSpec(size, words.t.countries.heading, [
      {
        data: { name: 'shapes' },
        projection: { type: 'equalEarth' },
        mark: { type: 'geoshape', aria: false, stroke: colour('paper'), strokeWidth: 0.6 },
        encoding: { fill: as('fill') },
      },
      {
        data: { name: 'legend' },
        mark: { type: 'rect', aria: false },
        encoding: { ...place('x', 'y', 'x2', 'y2'), fill: as('fill') },
      },
      ...letterLayers(),
    ]),
    data: {
      shapes: shapes as unknown as Row[],
      legend: ramp.map((fill, i) => ({ fill, x: i * SWATCH, x2: (i + 1) * SWATCH, y: legendY, y2: legendY + 9 })),
      letters: [
        ...steps.map((step, i) =>
          letter({
            text: String(Math.round(step * 100)),
            x: (i + 1) * SWATCH,
            y: legendY + 17,
            align: 'center',
            size: 10,
          }),
        ),
        letter({ text: '%', x: 0, y: legendY + 17, size: 10 }),
      ],
    },
    table: groupTable(rows, 'country', words),
    tip: (row) =>
      row.country === null
        ? []
        : [String(row.country), `${words.capital(words.concept(concept))}: ${row.share}`, String(row.note)],
  }
}

function classOf(share: number): number {
  return steps.filter((step) => share >= step).length
}

/** The garment whose share differs most between countries, against how well it is known. */
export function mostVaried(analysis: Analysis): string | null {
  const rows = rowsOf(analysis, 'country').filter(({ value }) => value !== 'unknown')
  const spread = (concept: string) => {
    const shares = rows.filter((row) => row.concept === concept && row.share !== null)
    if (shares.length < 3) return -1
    const lows = shares.map(({ low, share }) => low ?? share ?? 0)
    const highs = shares.map(({ high, share }) => high ?? share ?? 0)
    return Math.max(...lows) - Math.min(...highs) + shares.length * 1e-3
  }
  return leadingConcepts(rows, 12).sort((a, b) => spread(b) - spread(a))[0] ?? null
}
