import type { Analysis } from '../../src/analysis/analysis.ts'
import { attacks } from './attacks.ts'

/** Every string of the analysis that is not a fixed key gets an attack. */
export function poisoned(clean: Analysis): Analysis {
  let next = 0
  const attack = () => attacks[next++ % attacks.length] as string
  return {
    ...clean,
    title: attack(),
    sources: attacks.map((path) => ({
      path,
      photos: 1,
      pack: attack(),
      pack_version: attack(),
      device: attack(),
      program_version: attack(),
    })),
    settings: { ...clean.settings, where: attack() },
    alerts: attacks.map((message, i) => ({
      code: i % 2 === 0 ? attack() : 'weak_family',
      severity: 'note',
      message,
      values: { family: attack(), accuracy: 0.5, data: attack() },
    })),
    findings: attacks.map((text, i) => ({
      code: i % 2 === 0 ? 'triplet' : (attack() as 'pair'),
      text,
      values: {
        gender: attack(),
        concept: attack(),
        occasion: attack(),
        confidence: 1,
        lift: 2,
        low: 1,
        high: 3,
        count: 9,
      },
      section: 'popularity',
      strength: 1,
    })),
    popularity: {
      ...clean.popularity,
      concepts: clean.popularity.concepts.map((concept, i) => (i < attacks.length ? attacks[i]! : concept)),
      cells: clean.popularity.cells.map((cell, i) => (i % 7 === 0 ? { ...cell, concept: attack() } : cell)),
    },
    correlation: {
      ...clean.correlation,
      categories: {
        persons: 5,
        nodes: attacks.map((concept, i) => ({ concept, count: i + 10 })),
        edges: attacks
          .slice(1)
          .map((a, i) => ({ a, b: attacks[i]!, count: 9, phi: 0.5, npmi: 0.5, jaccard: 0.1, lift: 2, q: 0.01 })),
      },
    },
    groups: clean.groups.map((group) => ({
      ...group,
      rows: group.rows.map((row, i) => (i % 5 === 0 ? { ...row, concept: attack(), value: attack() } : row)),
    })),
    distinctive: clean.distinctive.map((row) => ({ ...row, concept: attack(), value: attack() })),
    trends: clean.trends.map((trend) => ({ ...trend, concept: attack() })),
    triplets: clean.triplets.map((triplet) => ({ ...triplet, concept: attack(), explained_by: attack() })),
    corrections: clean.corrections.map((row) => ({ ...row, family: attack(), value: attack() })),
    quality: {
      ...clean.quality,
      errors: attacks.map((code) => ({ code, count: 1 })),
      date_sources: Object.fromEntries(attacks.map((name) => [name, 1])),
      families: attacks.map((family) => ({ family, mean_score: 1, accuracy: 1, n: 1, data: attack() })),
    },
    cube: { ...clean.cube, values: { ...clean.cube.values, country: clean.cube.values.country.map(attack) } },
  }
}
