import type { Analysis, GroupShares, PopularityCell, Trend } from '../../src/analysis/analysis.ts'
import type { Gender, Occasion } from '../../src/vocabulary/vocabulary.ts'
import { CATEGORIES, OCCASIONS } from '../../src/vocabulary/vocabulary.ts'
import { conceptsOf, cubeOf, graphOf, groupInto, tally, wilson } from './sample-counts.ts'
import { drawGarments, type SampleGarment } from './sample-people.ts'

const MIN_COUNT = 10

/** An analysis of a drawn crowd, 64 concepts by 20 contexts, counted honestly: what the report is developed against. */
export function sampleAnalysis(people = 6000, seed = 7): Analysis {
  const garments = drawGarments(people, seed)
  const byConcept = tally(garments.flatMap(conceptsOf), (concept) => concept)
  const ranked = [...byConcept].filter(([name]) => name.includes(':')).sort((a, b) => b[1] - a[1])
  const noise = /:(na|other|solid)$/
  const concepts = ranked.flatMap(([name]) => (noise.test(name) ? [] : [name])).slice(0, 64)
  concepts.sort((a, b) => CATEGORIES.indexOf(a.split(':')[0] as never) - CATEGORIES.indexOf(b.split(':')[0] as never))
  const wanted = new Set(concepts)
  const categories = new Set<string>(CATEGORIES)
  const categoryGraph = (subset: SampleGarment[]) => graphOf(subset, ({ category }) => [category], categories)
  const attributeGraph = (subset: SampleGarment[]) => graphOf(subset, conceptsOf, wanted)
  const cells = popularityCells(garments, concepts)
  const contexts = (['female', 'male'] as const).flatMap((gender) =>
    OCCASIONS.map((occasion) => ({
      gender,
      occasion,
      count: garments.filter((g) => g.gender === gender && g.occasion === occasion).length,
    })),
  )
  return {
    schema_version: 1,
    title: 'Street style, 2016 to 2018',
    created_at: '2019-10-21T09:00:00.000Z',
    sources: [
      { path: 'looks', photos: 5200, pack: 'street', pack_version: '1.0.0', device: 'cpu', program_version: '0.1.0' },
    ],
    counts: { photos: 5200, people, garments: garments.length, posts: 4100, accounts: 640 },
    settings: {
      min_count: MIN_COUNT,
      where: null,
      confidence: 0.95,
      seed,
      paper: true,
      replicates: 200,
      cluster: 'account',
    },
    alerts: [
      {
        code: 'dates_missing',
        severity: 'warning',
        message: '12 % of photos have no date: they are in no trend and no season.',
        values: { share: 0.12 },
      },
      {
        code: 'weak_family',
        severity: 'note',
        message: 'Neckline is read right in 61 % of labelled garments: compare its values with care.',
        values: { family: 'neckline', accuracy: 0.61, data: 'held-out' },
      },
    ],
    findings: findingsOf(cells),
    popularity: { concepts, genders: ['female', 'male'], occasions: OCCASIONS, contexts, cells },
    correlation: {
      categories: categoryGraph(garments),
      attributes: attributeGraph(garments),
      conditional: (['female', 'male'] as const).map((gender) => {
        const subset = garments.filter((g) => g.gender === gender)
        return { gender, occasion: null, categories: categoryGraph(subset), attributes: attributeGraph(subset) }
      }),
    },
    groups: (['country', 'season', 'occasion', 'gender', 'age'] as const).map((d) => groupShares(garments, d)),
    distinctive: distinctiveOf(garments),
    trends: ['floral', 'dress', 'jeans', 'coat', 'shorts', 'suit'].map((name) => trendOf(garments, name)),
    triplets: tripletsOf(cells),
    quality: {
      photos: { ok: 5140, failed: 60, without_people: 210, without_garments: 120 },
      errors: [
        { code: 'truncated', count: 41 },
        { code: 'too_large', count: 19 },
      ],
      missing: { date: 624, country: 1404, season: 1600, caption: 80, occasion: 702, gender: 133 },
      date_sources: { json: 4200, file_name: 376 },
      place_sources: { coordinates: 3100, caption: 696 },
      duplicates: 12,
      families: [
        { family: 'category', mean_score: 0.82, accuracy: 0.79, n: 812, data: 'held-out' },
        { family: 'neckline', mean_score: 0.66, accuracy: 0.61, n: 640, data: 'held-out' },
        { family: 'product_color', mean_score: 0.88, accuracy: 0.84, n: 790, data: 'held-out' },
        { family: 'sleeve_length', mean_score: 0.85, accuracy: 0.81, n: 655, data: 'held-out' },
        { family: 'pattern', mean_score: 0.74, accuracy: null, n: null, data: null },
      ],
      largest_account_share: 0.04,
    },
    corrections: [
      ['dress', 0.24, 0.27],
      ['jeans', 0.11, 0.1],
      ['coat', 0.07, 0.05],
      ['suit', 0.09, 0.11],
      ['top', 0.04, null],
    ].map(([value, raw, corrected]) => ({
      family: 'category',
      value: value as string,
      raw: raw as number,
      raw_low: (raw as number) * 0.93,
      raw_high: (raw as number) * 1.07,
      corrected: corrected as number | null,
      inverted: corrected as number | null,
      low: corrected === null ? null : (corrected as number) * 0.85,
      high: corrected === null ? null : (corrected as number) * 1.15,
      flag: corrected === null ? 'few_labels' : null,
    })),
    comparison: null,
    cube: cubeOf(garments, [...CATEGORIES, ...concepts], MIN_COUNT),
  }
}

function popularityCells(garments: readonly SampleGarment[], concepts: readonly string[]): PopularityCell[] {
  const contexts = tally(garments, (g) => `${g.gender} ${g.occasion}`)
  const totals = tally(garments.flatMap(conceptsOf), (concept) => concept)
  const joint = tally(
    garments.flatMap((g) => conceptsOf(g).map((concept) => `${g.gender} ${g.occasion} ${concept}`)),
    (key) => key,
  )
  return concepts.flatMap((concept) =>
    (['female', 'male'] as const).flatMap((gender) =>
      OCCASIONS.map((occasion): PopularityCell => {
        const count = joint.get(`${gender} ${occasion} ${concept}`) ?? 0
        const context = contexts.get(`${gender} ${occasion}`) ?? 0
        const total = totals.get(concept) ?? 0
        const key = { gender, occasion, concept }
        if (count < MIN_COUNT) {
          const none = {
            p_context_given_concept: null,
            p_concept_given_context: null,
            lift: null,
            low: null,
            high: null,
          }
          return { ...key, count: null, ...none, suppressed: true }
        }
        const { low, high } = wilson(count, context)
        const base = total / garments.length
        return {
          ...key,
          count,
          p_context_given_concept: count / total,
          p_concept_given_context: count / context,
          lift: count / context / base,
          low: low / base,
          high: high / base,
          suppressed: false,
        }
      }),
    ),
  )
}

function groupShares(garments: readonly SampleGarment[], dimension: GroupShares['dimension']): GroupShares {
  const groups = groupInto(garments, (g) => g[dimension] as string)
  return {
    dimension,
    rows: [...groups].flatMap(([value, members]) =>
      CATEGORIES.map((concept) => {
        const count = members.filter(({ category }) => category === concept).length
        const suppressed = count < MIN_COUNT
        const key = { value, concept, total: members.length, suppressed }
        if (suppressed) return { ...key, count: null, share: null, low: null, high: null }
        return { ...key, count, share: count / members.length, ...wilson(count, members.length) }
      }),
    ),
  }
}

function distinctiveOf(garments: readonly SampleGarment[]): Analysis['distinctive'] {
  return (['occasion', 'country', 'season', 'age', 'gender'] as const).flatMap((dimension) => {
    const groups = groupInto(garments, (g) => g[dimension] as string)
    return [...groups].flatMap(([value, members]) =>
      CATEGORIES.flatMap((concept) => {
        const count = members.filter(({ category }) => category === concept).length
        const rest = garments.filter(({ category }) => category === concept).length - count
        const others = garments.length - members.length
        if (count < MIN_COUNT || rest < MIN_COUNT) return []
        const log_odds = Math.log(count / (members.length - count)) - Math.log(rest / (others - rest))
        const error = Math.sqrt(1 / count + 1 / rest)
        const z = log_odds / error
        const bounds = { low: log_odds - 1.96 * error, high: log_odds + 1.96 * error }
        return [
          { dimension, value, concept, count, log_odds, ...bounds, z, q: Math.min(1, Math.exp(-z * z * 0.5) * 20) },
        ]
      }),
    )
  })
}

function trendOf(garments: readonly SampleGarment[], name: string): Trend {
  const member = (g: SampleGarment) => g.category === name || g.values.includes(name)
  const concept = name === 'floral' ? 'dress:floral' : name
  const base = name === 'floral' ? garments.filter(({ category }) => category === 'dress') : garments
  const months = [...groupInto(base, ({ month }) => month)].sort(([a], [b]) => (a < b ? -1 : 1))
  const points = months.map(([month, all]) => {
    const count = all.filter(member).length
    const start = `${month}-01`
    if (count < 5) return { start, count: null, total: all.length, share: null, low: null, high: null, fitted: null }
    const share = count / all.length
    return { start, count, total: all.length, share, ...wilson(count, all.length), fitted: null }
  })
  const rising = name === 'floral'
  return {
    concept,
    unit: 'month',
    points,
    model: rising ? 'linear' : name === 'coat' ? 'cycle' : 'constant',
    slope: rising ? 0.11 : null,
    slope_low: rising ? 0.08 : null,
    slope_high: rising ? 0.14 : null,
    slope_q: rising ? 0.0001 : null,
    cycle: name === 'coat' ? { amplitude: 0.08, peak_month: 1 } : null,
    events:
      name === 'suit'
        ? [{ start: '2017-05-01', end: '2017-06-30', observed: 0.08, expected: 0.052, yearly: true }]
        : [],
    forecast: rising
      ? ['2019-01-01', '2019-02-01', '2019-03-01'].map((start, i) => ({
          start,
          share: 0.4 + i * 0.01,
          low: 0.3,
          high: 0.52,
        }))
      : [],
    forecast_score: rising ? { model: 0.03, naive: 0.05, origins: 6 } : null,
  }
}

function tripletsOf(cells: readonly PopularityCell[]): Analysis['triplets'] {
  return cells
    .filter((cell) => cell.count !== null && cell.lift! > 1.2)
    .map((cell, index) => ({
      gender: cell.gender as Gender,
      age: null,
      concept: cell.concept,
      occasion: cell.occasion as Occasion,
      count: cell.count!,
      share: cell.p_concept_given_context!,
      lift: cell.lift!,
      confidence: cell.p_context_given_concept!,
      low: cell.low!,
      high: cell.high!,
      q: 0.0004,
      redundant: index % 3 === 0,
      explained_by: index % 3 === 0 ? `${cell.gender} · ${cell.occasion} · ${cell.concept.split(':')[0]}` : null,
    }))
    .sort((a, b) => b.count - a.count)
}

function findingsOf(cells: readonly PopularityCell[]): Analysis['findings'] {
  const strong = cells.filter((cell) => cell.low !== null && cell.low > 1.5).sort((a, b) => b.low! - a.low!)
  return strong.slice(0, 6).map((cell) => ({
    code: 'triplet' as const,
    values: {
      gender: cell.gender,
      concept: cell.concept,
      occasion: cell.occasion,
      confidence: cell.p_concept_given_context,
      lift: cell.lift,
      low: cell.low,
      high: cell.high,
      count: cell.count,
    },
    text: `${cell.gender === 'female' ? "Women's" : "Men's"} ${cell.concept.split(':').reverse().join(' ').replaceAll('_', ' ')}: ${cell.lift!.toFixed(1)} times as common at ${cell.occasion.replaceAll('_', ' ')} as elsewhere, 95 % interval ${cell.low!.toFixed(1)}-${cell.high!.toFixed(1)}, ${cell.count} garments.`,
    section: 'popularity' as const,
    strength: cell.low!,
  }))
}
