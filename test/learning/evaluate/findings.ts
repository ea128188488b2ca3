import type { Box, Findings, GarmentFinding, PersonFinding } from '../../../src/inference/findings.ts'

/** A box from its corners in hundredths. */
export const box = (x0: number, y0: number, x1: number, y1: number): Box => ({
  x0: x0 / 100,
  y0: y0 / 100,
  x1: x1 / 100,
  y1: y1 / 100,
})

export function person(changes: Partial<PersonFinding> = {}): PersonFinding {
  return {
    box: box(10, 10, 40, 90),
    score: 0.9,
    gender: 'female',
    genderScore: 0.8,
    age: 'under_30',
    ageScore: 0.7,
    ...changes,
  }
}

export function garment(changes: Partial<GarmentFinding> = {}): GarmentFinding {
  return { box: box(12, 20, 38, 60), person: 0, category: 'shirt', categoryScore: 0.6, attributes: {}, ...changes }
}

export function findings(changes: Partial<Findings> = {}): Findings {
  return { people: [], garments: [], occasion: null, occasionScore: null, ...changes }
}
