import { displayConcept, displayName } from '../../vocabulary/display.ts'
import type { Analysis, Finding } from '../analysis.ts'

const MOST = 12
/** Stricter than in the tables: a headline is read alone, and a dozen of them are read together. */
const RATE = 0.01
const EACH = 3

type Facts = Pick<Analysis, 'popularity' | 'correlation' | 'distinctive' | 'trends' | 'triplets'>

/**
 * The headlines: one plain sentence each with its numbers. Only what passed its test (q ≤ 0.01) and whose interval
 * excludes "no difference"; strength is how many times over, on a log₂ scale, so that kinds can be ranked together.
 */
export function findings(facts: Facts): Finding[] {
  const kinds = [tripletFindings(facts), pairFindings(facts), groupFindings(facts), trendFindings(facts)]
  return kinds
    .flatMap((found) => found.sort((a, b) => b.strength - a.strength).slice(0, EACH))
    .sort((a, b) => b.strength - a.strength)
    .slice(0, MOST)
}

function tripletFindings({ triplets }: Facts): Finding[] {
  return triplets
    .filter(({ redundant, q, low, age }) => !redundant && q <= RATE && low > 1 && age === null)
    .map(({ gender, concept, occasion, confidence, lift, low, high, count }) => ({
      code: 'triplet' as const,
      values: { gender, concept, occasion, confidence, lift, low, high, count },
      text:
        `Of the garments ${gender === 'female' ? 'women' : 'men'} wear for ${displayName(occasion)}, ` +
        `${percent(confidence)} are ${displayConcept(concept)}: ${times(lift)} the usual share ` +
        `(95 %: ${times(low)} to ${times(high)}; ${count} garments).`,
      section: 'popularity',
      strength: Math.log2(low),
    }))
}

function pairFindings({ correlation }: Facts): Finding[] {
  return [...correlation.categories.edges, ...correlation.attributes.edges]
    .filter(({ q }) => q <= RATE)
    .map(({ a, b, count, lift, phi }) => ({
      code: 'pair' as const,
      values: { a, b, count, lift, phi },
      text:
        `${capital(displayConcept(a))} and ${displayConcept(b)} go together: ${count} persons wear both, ` +
        `${times(lift)} as many as chance would give (phi ${phi.toFixed(2)}).`,
      section: 'correlation',
      strength: Math.log2(lift),
    }))
}

function groupFindings({ distinctive }: Facts): Finding[] {
  return distinctive
    .filter(
      ({ dimension, low }) => low > 0 && (dimension === 'country' || dimension === 'season' || dimension === 'age'),
    )
    .map(({ dimension, value, concept, count, log_odds, low, high }) => ({
      code: 'distinctive' as const,
      values: { dimension, value, concept, count, odds: Math.exp(log_odds), low: Math.exp(low), high: Math.exp(high) },
      text:
        `${capital(displayConcept(concept))} sets ${dimension === 'age' ? 'the age band ' : ''}${displayName(value)} apart: ` +
        `odds ${times(Math.exp(log_odds))} those elsewhere (95 %: ${times(Math.exp(low))} to ${times(Math.exp(high))}; ` +
        `${count} garments).`,
      section: 'groups',
      strength: low / Math.LN2,
    }))
}

function trendFindings({ trends }: Facts): Finding[] {
  return trends
    .filter(({ unit, model }) => unit === 'month' && model !== 'constant')
    .flatMap(({ concept, slope, slope_low, slope_high, slope_q, cycle, points }): Finding[] => {
      const shares = points.flatMap(({ share }) => (share === null ? [] : [share]))
      if (shares.length === 0) return []
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
      const name = capital(displayConcept(concept))
      const found: Finding[] = []
      if (slope !== null && slope_q !== null && slope_q <= RATE && slope_low! * slope_high! > 0) {
        const text =
          `${name} ${slope > 0 ? 'gains' : 'loses'} ${points100(slope)} points of share a year ` +
          `(95 %: ${points100(slope_low!)} to ${points100(slope_high!)}), from a mean of ${percent(mean)}.`
        const values = { concept, slope, low: slope_low, high: slope_high, mean }
        found.push({ code: 'slope', text, values, section: 'trends', strength: Math.abs(slope) / mean })
      }
      if (cycle !== null) {
        const month = MONTHS[cycle.peak_month - 1]
        const text = `${name} has a yearly cycle: highest in ${month}, ${points100(cycle.amplitude)} points above its low.`
        const values = { concept, month: cycle.peak_month, amplitude: cycle.amplitude }
        found.push({ code: 'cycle', text, values, section: 'trends', strength: cycle.amplitude / mean })
      }
      return found
    })
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
}

function points100(share: number): string {
  return Math.abs(share * 100).toFixed(1)
}

function times(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)} ×`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
