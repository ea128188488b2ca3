/** Stops with what is wrong with a field of `pack.json`. */
export type Refuse = (field: string, problem: string) => never

type Fields = { readonly [name: string]: unknown }

const shown = (value: unknown): string =>
  value === undefined ? 'missing' : `\`${JSON.stringify(value)?.slice(0, 80)}\``

/** Reads one object's fields by type; every reader refuses with the field's full name and the offending value. */
export interface FieldReader {
  readonly text: (name: string) => string
  readonly whole: (name: string, least: number, most: number) => number
  readonly number: (name: string, least: number, most: number) => number
  readonly flag: (name: string) => boolean
  readonly list: (name: string) => readonly unknown[]
  readonly names: (name: string, allowed: readonly string[]) => readonly string[]
  readonly object: (name: string) => FieldReader
  readonly keys: () => readonly string[]
  readonly has: (name: string) => boolean
}

/** @param path what precedes the field names in messages, e.g. `input.` */
export function fieldsOf(value: unknown, path: string, refuse: Refuse): FieldReader {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(path === '' ? 'the file' : path.slice(0, -1), `must be an object but is ${shown(value)}`)
  }
  const fields = value as Fields
  const at = (name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined)
  const wrong = (name: string, expected: string): never =>
    refuse(`${path}${name}`, `must be ${expected} but is ${shown(at(name))}`)
  const number = (name: string, least: number, most: number): number => {
    const found = at(name)
    const fits = typeof found === 'number' && found >= least && found <= most
    return fits ? found : wrong(name, least === most ? `${least}` : `a number from ${least} to ${most}`)
  }
  const list = (name: string): readonly unknown[] => {
    const found = at(name)
    return Array.isArray(found) ? found : wrong(name, 'a list')
  }
  return {
    text: (name) => {
      const found = at(name)
      return typeof found === 'string' && found !== '' ? found : wrong(name, 'a text')
    },
    whole: (name, least, most) =>
      Number.isInteger(at(name)) ? number(name, least, most) : wrong(name, `a whole number from ${least} to ${most}`),
    number,
    flag: (name) => {
      const found = at(name)
      return typeof found === 'boolean' ? found : wrong(name, '`true` or `false`')
    },
    list,
    names: (name, allowed) => {
      const found = list(name)
      for (const [index, entry] of found.entries()) {
        const field = `${path}${name}[${index}]`
        if (typeof entry !== 'string' || !allowed.includes(entry)) {
          refuse(field, `is ${shown(entry)}, none of ${allowed.join(', ')}`)
        }
        if (found.indexOf(entry) !== index) refuse(field, `names ${shown(entry)} a second time`)
      }
      return found.length > 0 ? (found as string[]) : wrong(name, 'a list with at least one name')
    },
    object: (name) => fieldsOf(at(name), `${path}${name}.`, refuse),
    keys: () => Object.keys(fields),
    has: (name) => Object.hasOwn(fields, name),
  }
}
