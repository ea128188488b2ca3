/**
 * One cell of a CSV file, quoted where RFC 4180 needs it. Text that a spreadsheet would run as a formula gets an
 * apostrophe in front (OWASP ASVS 1.2.10); numbers are left alone, so that -33.9 stays a number.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = /^[=+\-@\t\r\0]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A row of cells with its line end. */
export function csvLine(values: readonly (string | number | boolean | null)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`
}
