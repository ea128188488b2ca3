import { fitCycle, fitLine, fitted, MONTHS_FOR_CYCLE, type SeasonalModel, type Series } from './seasonal-fit.ts'

export interface Forecast {
  /** Mean absolute errors over origins and horizons. */
  readonly model: number
  readonly naive: number
  readonly origins: number
  /** Only where the model beat the naive forecast. */
  readonly points: readonly {
    readonly month: number
    readonly share: number
    readonly low: number
    readonly high: number
  }[]
}

const HORIZON = 6
const ORIGINS = 8
const KEPT_BELOW = 0.8

/**
 * A forecast of the next six months by line and cycle, scored by rolling origin (Tashman 2000): fitted on the months
 * up to an origin, it forecasts the six after, as does the seasonal-naive rule (last year's value); origins move by a
 * month. Null with fewer than two years before the first origin. The interval is ± 1.96 root mean squared errors at
 * the same horizon.
 */
export function forecast(series: Series): Forecast | null {
  const last = series.month.at(-1) ?? 0
  const shareOf = new Map(series.month.map((month, index) => [month, series.share[index]!]))
  const squares = new Array<number>(HORIZON).fill(0)
  const counts = new Array<number>(HORIZON).fill(0)
  let [model, naive, n, origins] = [0, 0, 0, 0]
  for (let origin = last - HORIZON - ORIGINS + 1; origin <= last - 1; origin++) {
    const past = until(series, origin)
    const chosen = past.month.length < MONTHS_FOR_CYCLE ? null : chooseModel(past)
    if (chosen === null) continue
    origins++
    for (let h = 1; h <= HORIZON; h++) {
      const actual = shareOf.get(origin + h)
      const before = shareOf.get(origin + h - 12)
      if (actual === undefined || before === undefined) continue
      const error = Math.abs(fitted(chosen, origin + h) - actual)
      model += error
      naive += Math.abs(before - actual)
      n++
      squares[h - 1]! += error * error
      counts[h - 1]!++
    }
  }
  if (origins < ORIGINS / 2 || n === 0) return null
  const now = chooseModel(series)
  const beats = model < naive && now !== null
  const points = Array.from({ length: beats ? HORIZON : 0 }, (_, h) => {
    const share = fitted(now!, last + h + 1)
    const half = 1.96 * Math.sqrt(squares[h]! / Math.max(1, counts[h]!))
    return { month: last + h + 1, share, low: Math.max(0, share - half), high: Math.min(1, share + half) }
  })
  return { model: model / n, naive: naive / n, origins, points }
}

function until({ month, share, weight }: Series, last: number): Series {
  const end = month.findIndex((m) => m > last)
  const cut = <T>(list: readonly T[]) => list.slice(0, end < 0 ? undefined : end)
  return { month: cut(month), share: cut(share), weight: cut(weight) }
}

function chooseModel(series: Series): SeasonalModel | null {
  const line = fitLine(series)
  const cycle = fitCycle(series)
  return line !== null && cycle !== null && cycle.fit.rss < KEPT_BELOW * line.fit.rss ? cycle : line
}
