import test from 'ava'
import { summarize } from '../../../src/analysis/analyze.ts'
import type { Outfit } from '../support/drawn.ts'
import { tallyOf } from '../support/tables.ts'
import { drawTastes } from '../support/tastes.ts'

/** Changes one garment of an outfit. */
const dress = (outfit: Outfit, at: number, change: Partial<Outfit['garments'][number]>): Outfit => ({
  ...outfit,
  garments: outfit.garments.map((garment, index) => (index === at ? { ...garment, ...change } : garment)),
})

async function analysisOf(seed: number, change?: (outfit: Outfit, random: () => number) => Outfit) {
  const tally = await tallyOf(drawTastes({ accounts: 150, persons: 6000, seed }, change))
  return summarize({ tally, sources: [], pack: null, versus: null, name: 'x' }, { replicates: 200 })
}

const yearsSince2020 = (time: number) => (time - Date.UTC(2020, 0, 1)) / (365.25 * 86_400_000)

test('a planted slope is found, with its size', async (t) => {
  const { trends, findings } = await analysisOf(1, (outfit, random) =>
    random() < 0.1 * yearsSince2020(outfit.time!) ? dress(outfit, 0, { category: 'tank_top' }) : outfit,
  )
  const trend = trends.find(({ concept, unit }) => concept === 'tank_top' && unit === 'month')!
  // A tenth of the uppers a year, less those that were tank tops anyway: 0.05 × 0.95 of all garments.
  t.true(trend.slope_low! > 0 && trend.slope_low! < 0.0475 && 0.0475 < trend.slope_high!, String(trend.slope))
  t.true(findings.some(({ text }) => /^Tank top gains \d\.\d points of share a year/.test(text)))
})

/** 1 in mid July, small in winter. */
const summer = (time: number) => Math.exp(2 * (Math.cos(2 * Math.PI * (yearsSince2020(time) - 6.5 / 12)) - 1))

test('a planted summer is found as a cycle with its peak, and forecast', async (t) => {
  const { trends, findings } = await analysisOf(2, (outfit, random) =>
    random() < 0.6 * summer(outfit.time!) ? dress(outfit, 1, { category: 'shorts' }) : outfit,
  )
  const trend = trends.find(({ concept, unit }) => concept === 'shorts' && unit === 'month')!
  t.is(trend.model, 'cycle')
  t.true([6, 7, 8].includes(trend.cycle!.peak_month), String(trend.cycle!.peak_month))
  // Half the garments are lowers; 0.1 of them were shorts anyway.
  t.true(Math.abs(trend.cycle!.amplitude - 0.265) < 0.05, String(trend.cycle!.amplitude))
  t.true(trend.forecast_score!.model < trend.forecast_score!.naive)
  t.is(trend.forecast.length, 6)
  t.true(findings.some(({ text }) => /^Shorts has a yearly cycle: highest in (June|July|August)/.test(text)))
})

test('a planted country is what sets it apart', async (t) => {
  const { distinctive } = await analysisOf(3, (outfit, random) =>
    outfit.country === 'SG' && random() < 0.5 ? dress(outfit, 1, { category: 'skirt' }) : outfit,
  )
  const [first] = distinctive.filter(({ value }) => value === 'SG')
  t.like(first!, { dimension: 'country', concept: 'skirt' })
  t.true(first!.low > 0.5)
})

test('a planted pair is the strongest edge', async (t) => {
  const { correlation } = await analysisOf(4, (outfit, random) =>
    outfit.garments[0]!.category === 'shirt' && random() < 0.4 ? dress(outfit, 1, { category: 'pants' }) : outfit,
  )
  const [edge] = correlation.categories.edges
  t.like(edge!, { a: 'shirt', b: 'pants' })
  t.true(edge!.phi > 0.2 && edge!.lift > 1.3 && edge!.q < 0.001)
})

test('a planted week is an event, and comes back a year later', async (t) => {
  const days = (month: number) => [Date.UTC(2020, month, 6), Date.UTC(2021, month, 5), Date.UTC(2022, month, 4)]
  const starts = days(9)
  const { trends } = await analysisOf(5, (outfit, random) =>
    starts.some((start) => outfit.time! >= start && outfit.time! < start + 12 * 86_400_000) && random() < 0.9
      ? dress(outfit, 0, { category: 'top' })
      : outfit,
  )
  const { events } = trends.find(({ concept, unit }) => concept === 'top' && unit === 'month')!
  t.true(events.length >= 2)
  t.true(events.every(({ start, yearly }) => /-(09|10)-/.test(start) && yearly))
})

test('where nothing was planted nothing is a headline', async (t) => {
  const { findings, correlation } = await analysisOf(6)
  t.deepEqual(findings, [])
  t.deepEqual(correlation.categories.edges, [])
})
