import { EXIT, UserError } from '../../errors.ts'
import type { Box } from '../../inference/findings.ts'

/** An object of a label file as it was parsed. */
export type Raw = { readonly [key: string]: unknown }

/** Where in a label file something is; reads values there and says what is wrong with them. */
export class Place {
  readonly #path: string
  readonly #line: number

  constructor(path: string, line: number) {
    this.#path = path
    this.#line = line
  }

  /** The error (exit 5) that something is wrong here. */
  error(what: string): UserError {
    return new UserError('label_invalid', `${this.#path}, line ${this.#line}: ${what}.`, {
      exit: EXIT.input,
      hint: 'docs/labels.md describes the fields; the names are those of the vocabulary.',
    })
  }

  json(line: string): Raw {
    try {
      return this.object(JSON.parse(line), 'the line')
    } catch (error) {
      if (error instanceof UserError) throw error
      throw this.error(`not JSON (${(error as Error).message})`)
    }
  }

  object(value: unknown, field: string): Raw {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.error(`${field} is not an object`)
    }
    return value as Raw
  }

  list(value: unknown, field: string): unknown[] {
    if (!Array.isArray(value)) throw this.error(`\`${field}\` is not a list`)
    return value
  }

  /** The values that would be right, in the order of `names`: written as one name or as a list of them. */
  answers<T extends string>(value: unknown, names: readonly T[], field: string): readonly T[] | undefined {
    if (value === undefined || value === null) return undefined
    const given = Array.isArray(value) ? value : [value]
    if (given.length === 0) throw this.error(`\`${field}\` is an empty list; leave it out where nothing is known`)
    for (const one of given) {
      if (typeof one !== 'string' || !(names as readonly string[]).includes(one)) {
        throw this.error(`\`${field}\` is \`${String(one)}\`, which is none of ${names.join(', ')}`)
      }
    }
    return names.filter((name) => given.includes(name))
  }

  box(value: unknown): Box {
    const numbers = Array.isArray(value) && value.length === 4 && value.every((one) => typeof one === 'number')
    const [x0, y0, x1, y1] = (numbers ? value : []) as [number, number, number, number]
    if (!numbers || !(x0 < x1 && y0 < y1 && x0 >= 0 && y0 >= 0 && x1 <= 1 && y1 <= 1)) {
      throw this.error(`\`box\` is \`${JSON.stringify(value)}\`, not [x0, y0, x1, y1] with 0 ≤ x0 < x1 ≤ 1`)
    }
    return { x0, y0, x1, y1 }
  }
}

/** The field if it has a value, nothing else. */
export function optional<K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: T }
}
