/** Numbers as people write them, the same on every machine: no use of the system's locale. */

const THIN = '\u2009'

/** 1234567 → `1 234 567` with thin spaces (ISO 31-0: read alike in every language). */
export function count(value: number | null): string {
  if (value === null) return '–'
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, THIN)
}

/** For headlines: 1 234 567 → `1.2m`, in the units of the language, largest first; under ten thousand in full. */
export function bigCount(value: number, units: readonly { readonly size: number; readonly word: string }[]): string {
  const unit = units.find(({ size }) => value >= size)
  if (value < 10_000 || unit === undefined) return count(value)
  const scaled = value / unit.size
  return `${scaled < 100 ? scaled.toFixed(1).replace(/\.0$/, '') : Math.round(scaled)}${unit.word}`
}

/** 0.1234 → `12 %`; under a tenth with one decimal: `4.6 %`. */
export function percent(share: number | null): string {
  if (share === null) return '–'
  const hundredths = share * 100
  if (hundredths > 0 && hundredths < 0.1) return `<${THIN}0.1${THIN}%`
  return `${hundredths < 9.95 ? hundredths.toFixed(1).replace(/\.0$/, '') : Math.round(hundredths)}${THIN}%`
}

/** A ratio: `3.1×`. */
export function times(ratio: number | null): string {
  if (ratio === null) return '–'
  return `${ratio < 9.95 ? ratio.toFixed(1) : Math.round(ratio)}×`
}

/** Two bounds in one form: `12–16 %`, `2.6–3.7×`. */
export function interval(low: number | null, high: number | null, form: (value: number) => string): string {
  if (low === null || high === null) return '–'
  const [a, b] = [form(low), form(high)]
  const unit = /\u2009?[%×]$/.exec(b)?.[0] ?? ''
  return a.endsWith(unit) ? `${a.slice(0, a.length - unit.length)}–${b}` : `${a}–${b}`
}

/** A measure between -1 and 1: `0.34`, with a true minus. */
export function measure(value: number | null): string {
  return value === null ? '–' : value.toFixed(2).replace('-', '−')
}
