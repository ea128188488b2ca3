/** Every number of the street pack's training besides the network's sizes (`network.ts`, `settings.ts`). */
export const RECIPE = {
  seed: 7,
  /** Photos a step. */
  rows: 16,
  steps: 4_200,
  optimiser: { weightDecay: 0.02, clipNorm: 10, averageDecay: 0.998 },
  schedule: { peak: 2e-3, warmUp: 200, floor: 2e-5 },
  /** How often a source is drawn, relative to the others. */
  shares: {
    ccp: 7,
    'clothing-attributes': 4,
    'clothing-dataset': 1,
    fairface: 1.5,
    miniplaces: 0.5,
    drawn: 5,
  },
  /** Steps between two lines of the log, each with a checkpoint. */
  tellEvery: 100,
} as const
