/** Rounds of the adjustment; more of them change no label. */
const ROUNDS = 3

/**
 * One wearer wears few garments, so what most of the body shows speaks against slivers of something else: the share of
 * each class over one wearer's cells is estimated from their probabilities and taken as the classes' prior, some rounds
 * of expectation-maximisation (Saerens, Latinne, Decaestecker 2002, "Adjusting the outputs of a classifier to new a
 * priori probabilities").
 * @param probabilities cells * classes, a cell's classes together, each cell's summing to 1; changed in place
 */
export function adjustToPrevalence(probabilities: Float32Array, classes: number): void {
  const cells = probabilities.length / classes
  const given = probabilities.slice()
  for (let round = 0; round < ROUNDS; round++) {
    const prior = new Float64Array(classes)
    for (let at = 0; at < probabilities.length; at++) prior[at % classes]! += probabilities[at]! / cells
    for (let cell = 0; cell < cells; cell++) {
      let sum = 0
      for (let index = 0; index < classes; index++) sum += given[cell * classes + index]! * prior[index]!
      for (let index = 0; index < classes; index++) {
        const at = cell * classes + index
        probabilities[at] = (given[at]! * prior[index]!) / sum
      }
    }
  }
}
