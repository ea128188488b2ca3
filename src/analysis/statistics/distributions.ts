/** ln Γ(x) for x > 0; Lanczos with g = 7, n = 9: relative error under 1e-13. */
export function logGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  const z = x - 1
  let sum = coefficients[0]!
  for (let i = 1; i < coefficients.length; i++) sum += coefficients[i]! / (z + i)
  const t = z + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Regularised incomplete gamma P(a, x): series for x < a + 1, continued fraction (Lentz) else. */
export function gammaP(a: number, x: number): number {
  if (x <= 0) return 0
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x)
}

/** 1 - P(a, x), exact in the tail. */
export function gammaQ(a: number, x: number): number {
  if (x <= 0) return 1
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x)
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < 10_000; n++) {
    term *= x / (a + n)
    sum += term
    if (Math.abs(term) < Math.abs(sum) * 1e-16) break
  }
  return sum * Math.exp(-x + a * Math.log(x) - logGamma(a))
}

function gammaFraction(a: number, x: number): number {
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let h = d
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - a)
    b += 2
    d = 1 / nonZero(an * d + b)
    c = nonZero(b + an / c)
    const delta = d * c
    h *= delta
    if (Math.abs(delta - 1) < 1e-16) break
  }
  return Math.exp(-x + a * Math.log(x) - logGamma(a)) * h
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}

/** Regularised incomplete beta I_x(a, b): continued fraction (Lentz), on the side where it converges fast. */
export function betaI(a: number, b: number, x: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / nonZero(1 + even * d)
    c = nonZero(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonZero(1 + odd * d)
    c = nonZero(1 + odd / c)
    const delta = d * c
    h *= delta
    if (Math.abs(delta - 1) < 1e-16) break
  }
  return h
}

/** P(|Z| > |z|) of the standard normal. */
export function normalTwoSided(z: number): number {
  return gammaQ(0.5, (z * z) / 2)
}

/** P(Z > z) of the standard normal. */
export function normalUpper(z: number): number {
  return z >= 0 ? normalTwoSided(z) / 2 : 1 - normalTwoSided(z) / 2
}

/** P(|T| > |t|) of Student's t; the normal for infinite degrees of freedom. */
export function studentTwoSided(t: number, df: number): number {
  if (!Number.isFinite(df)) return normalTwoSided(t)
  return betaI(df / 2, 0.5, df / (df + t * t))
}

/** The t beyond which a share of `p` lies on both sides together: `studentCritical(0.05, df)` for 95 %. */
export function studentCritical(p: number, df: number): number {
  let low = 0
  let high = 2
  while (studentTwoSided(high, df) > p) high *= 2
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2
    if (studentTwoSided(middle, df) > p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** P(F > f) of Fisher's F. */
export function fisherUpper(f: number, df1: number, df2: number): number {
  return f <= 0 ? 1 : betaI(df2 / 2, df1 / 2, df2 / (df2 + df1 * f))
}

/** P(X² > x) of chi-square. */
export function chiSquareUpper(x: number, df: number): number {
  return gammaQ(df / 2, x / 2)
}

/** P(X ≥ k) of the binomial. */
export function binomialUpper(k: number, n: number, p: number): number {
  if (k <= 0) return 1
  return k > n ? 0 : betaI(k, n - k + 1, p)
}
