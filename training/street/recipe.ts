/** Every number of the street network's training besides its sizes (`network.ts`, `settings.ts`). */
export const RECIPE = {
  seed: 7,
  /** Photos a batch: a step takes one, or one a replica (`training/gpu`). */
  rows: 16,
  steps: 12_000,
  optimiser: { weightDecay: 0.02, clipNorm: 10, averageDecay: 0.999 },
  schedule: { peak: 2e-3, warmUp: 300, floor: 1e-5 },
  /** How often a source is drawn, relative to the others. */
  shares: {
    ccp: 6,
    'ccp-tags': 2,
    'clothing-attributes': 4.5,
    'clothing-dataset': 1.2,
    fairface: 1,
    'fairface-alone': 2,
    miniplaces: 0.5,
    drawn: 1.5,
  },
  /** Steps between two lines of the log, each with a checkpoint. */
  tellEvery: 100,
} as const
