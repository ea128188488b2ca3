/** One finished epoch. */
export interface Epoch {
  readonly epoch: number
  readonly loss: number
  readonly validation: number
  readonly photos_per_second: number
}

/** The training curve as a Vega-Lite 6 specification with its data in it: loss above, validation accuracy below. */
export function trainingCurve(epochs: readonly Epoch[], name: string): object {
  const line = (field: string, title: string) => ({
    width: 480,
    height: 160,
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'epoch', type: 'quantitative', axis: { tickMinStep: 1 }, title: 'epoch' },
      y: { field, type: 'quantitative', title },
    },
  })
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: `Training of ${name}`,
    description: 'Loss on training photos and score on validation photos after each epoch.',
    data: { values: epochs },
    vconcat: [line('loss', 'training loss'), line('validation', 'validation score')],
  }
}
