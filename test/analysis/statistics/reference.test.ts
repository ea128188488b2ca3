import { readFile } from 'node:fs/promises'
import test from 'ava'
import * as association from '../../../src/analysis/statistics/association.ts'
import {
  binomialUpper,
  chiSquareUpper,
  fisherUpper,
  logGamma,
  normalTwoSided,
  studentCritical,
  studentTwoSided,
} from '../../../src/analysis/statistics/distributions.ts'
import { benjaminiHochberg } from '../../../src/analysis/statistics/false-discovery.ts'
import { leastSquares } from '../../../src/analysis/statistics/least-squares.ts'
import { logOdds } from '../../../src/analysis/statistics/log-odds.ts'
import { correctByEm, correctByInversion } from '../../../src/analysis/statistics/misclassification.ts'
import { wilson } from '../../../src/analysis/statistics/wilson.ts'

/** Made by reference/make.py with SciPy 1.17.1 and statsmodels 0.15.0. */
const reference = JSON.parse(await readFile(new URL('../reference/values.json', import.meta.url), 'utf8'))

const distributions: { readonly [name: string]: (...args: number[]) => number } = {
  binomialUpper,
  chiSquareUpper,
  fisherUpper,
  logGamma,
  normalTwoSided,
  studentCritical,
  studentTwoSided,
} as never

/** Equal to a relative error of 1e-9, or absolutely so near zero. */
function near(actual: number, expected: number, tolerance = 1e-9): boolean {
  return Math.abs(actual - expected) <= tolerance * Math.max(1e-12, Math.abs(expected)) || actual === expected
}

for (const [name, cases] of Object.entries(reference.distributions as { [name: string]: number[][] })) {
  test(`${name} gives SciPy's values to nine digits`, (t) => {
    const subject = distributions[name]!
    for (const values of cases) {
      const expected = values.at(-1)!
      const actual = subject(...values.slice(0, -1))
      t.true(near(actual, expected) || Math.abs(actual - expected) < 1e-15, `${name}(${values}): ${actual}`)
    }
  })
}

test("Wilson's interval is that of statsmodels", (t) => {
  for (const [k, n, low, high] of reference.wilson as [number, number, number, number][]) {
    const interval = wilson(k / n, n)
    t.true(Math.abs(interval.low - low) < 1e-12 && Math.abs(interval.high - high) < 1e-12, `${k} of ${n}`)
  }
})

test('Benjamini-Hochberg gives the adjusted values of statsmodels, ties and all', (t) => {
  const { p, q } = reference.benjaminiHochberg
  benjaminiHochberg(p).forEach((value, index) => {
    t.true(near(value, q[index]), `${value} at ${index}`)
  })
})

test('unlisted tests of Benjamini-Hochberg count as p = 1', (t) => {
  const listed = [0.001, 0.02, 0.3]
  const all = benjaminiHochberg([...listed, ...new Array<number>(97).fill(1)])
  t.deepEqual(benjaminiHochberg(listed, 100), all.slice(0, 3))
})

test('phi, NPMI, Jaccard, lift and chi-square are those of NumPy and SciPy', (t) => {
  for (const pair of reference.pairs) {
    t.true(near(association.phi(pair), pair.phi, 1e-8))
    t.true(near(association.npmi(pair), pair.npmi))
    t.true(near(association.jaccard(pair), pair.jaccard))
    t.true(near(association.lift(pair), pair.lift))
    t.true(near(association.chiSquare(pair), pair.chiSquare))
    t.true(near(chiSquareUpper(association.chiSquare(pair), 1), pair.chiSquareP, 1e-7))
  }
})

test('without a prior the weighted log-odds are the plain log odds ratio', (t) => {
  for (const { y, n, y2, n2, delta } of reference.logOdds) {
    t.true(near(logOdds({ group: y, rest: y2, prior: 0 }, n, n2, 0).delta, delta))
  }
})

test('the prior draws the log-odds of rare concepts towards zero', (t) => {
  // By hand from eqs. 16 and 22, for priors of 1 in 500, 10 in 5,000 and 100 in 50,000.
  const drawn = [1, 10, 100].map((prior) => logOdds({ group: 2, rest: 0, prior }, 1000, 9000, 500 * prior))
  const [weak, firm, firmest] = drawn.map(({ delta }) => delta) as [number, number, number]
  t.true(near(weak, Math.log(3 / 1497) - Math.log(1 / 9499)))
  t.true(near(drawn[0]!.z, weak / Math.sqrt(1 / 3 + 1)))
  t.true(weak > firm && firm > firmest && firmest > 0)
  t.is(logOdds({ group: 2, rest: 0, prior: 0 }, 1000, 9000, 0).delta, Number.POSITIVE_INFINITY)
})

test('weighted least squares are those of statsmodels', (t) => {
  const { x, y, w, coefficients, rss, standardErrors, slopeP } = reference.leastSquares
  const fit = leastSquares(
    x.map((value: number) => [1, value]),
    y,
    w,
  )!
  coefficients.forEach((value: number, index: number) => {
    t.true(near(fit.coefficients[index]!, value))
  })
  t.true(near(fit.rss, rss, 1e-8))
  const df = x.length - 2
  const error = Math.sqrt((fit.rss / df) * fit.inverse[1]![1]!)
  t.true(near(error, standardErrors[1], 1e-8))
  t.true(near(studentTwoSided(fit.coefficients[1]! / error, df), slopeP, 1e-7))
})

test('columns that depend on each other have no least squares', (t) => {
  t.is(
    leastSquares(
      [
        [1, 2],
        [1, 2],
      ],
      [1, 2],
      [1, 1],
    ),
    null,
  )
})

test('both corrections return the shares that made the counts', (t) => {
  const { confusion, truth, observed } = reference.misclassification
  for (const shares of [correctByEm(observed, confusion), correctByInversion(observed, confusion)]) {
    shares.forEach((share, index) => {
      t.true(Math.abs(share - truth[index]) < 1e-6, `${shares}`)
    })
  }
})

test("the constrained inversion of counts that no shares give is SciPy's", (t) => {
  const { confusion, noisy, inverted } = reference.misclassification
  correctByInversion(noisy, confusion).forEach((share, index) => {
    t.true(Math.abs(share - inverted[index]) < 1e-6)
  })
})
