/** Every number of the street pack's training besides the network's sizes (`network.ts`, `settings.ts`). */
export const RECIPE = {
  seed: 7,
  /** Photos a batch: a step takes one, or one a replica (`training/gpu`). */
  rows: 16,
  steps: 5_000,
  optimiser: { weightDecay: 0.02, clipNorm: 10, averageDecay: 0.999 },
  schedule: { peak: 2e-3, warmUp: 300, floor: 1e-5 },
  /** How often a source is drawn, relative to the others. */
  shares: {
    ccp: 5,
    'ccp-tags': 1.5,
    'clothing-attributes': 4,
    'clothing-dataset': 1.2,
    fairface: 2,
    'fairface-alone': 2.5,
    miniplaces: 0.7,
    drawn: 2,
  },
  /** Steps between two lines of the log, each with a checkpoint. */
  tellEvery: 100,
} as const
