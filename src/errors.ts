/** Exit codes of every command (docs/architecture.md). Part of the contract with other programs. */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  failures: 3,
  environment: 4,
  input: 5,
  temporary: 75,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/**
 * Something the person at the keyboard can mend: a wrong path, a bad value, a full disk.
 * The message is one sentence that names the offending value in back-ticks; `hint` says what to do next.
 * Printed without a stack trace. Anything else that is thrown is a bug of ours and keeps its stack.
 */
export class UserError extends Error {
  override name = 'UserError'
  readonly code: string
  readonly exit: ExitCode
  readonly hint: string | undefined

  /**
   * @param code machine-readable, snake_case, e.g. `input_missing`
   * @param exit which of {@link EXIT} the process ends with
   */
  constructor(code: string, message: string, options: { exit: ExitCode; hint?: string; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.exit = options.exit
    this.hint = options.hint
  }
}

/** A value that is not among those allowed: exit code 2. */
export function invalidValue(name: string, received: unknown, expected: string): UserError {
  return new UserError('invalid_value', `Expected ${expected} for \`${name}\` but received \`${String(received)}\`.`, {
    exit: EXIT.usage,
  })
}
