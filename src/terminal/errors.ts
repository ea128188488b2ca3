import { EXIT, UserError } from '../errors.ts'
import { paint } from './colour.ts'
import { printable } from './printable.ts'

/** What `--json` prints on stdout when a command fails. */
export interface ErrorReport {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null }
}

type FrameworkError = Error & { readonly oclif: { readonly exit: number } }

/** Did a command ask to end, as `--help` and `--version` do? */
export function isExit(error: unknown): error is FrameworkError {
  return error instanceof Error && (error as { code?: string }).code === 'EEXIT'
}

/** The command framework's own errors, which are all about what was typed, as ours: exit 2. Null for others. */
export function usageError(error: unknown, help: string): UserError | null {
  if (!(error instanceof Error) || !('oclif' in error)) return null
  const message = error.message.replace(/\n?See more help with --help$/, '').replace(/\s*\n\s*/g, ' ')
  return new UserError('usage', `${message}.`, { exit: EXIT.usage, hint: `See ${help}`, cause: error })
}

/** An error as the object that `--json` prints. */
export function errorReport(error: Error): ErrorReport {
  const known = error instanceof UserError
  const { code, hint } = known ? error : { code: 'bug', hint: undefined }
  return { error: { code, message: error.message, hint: hint ?? null } }
}

/** An error as people read it: message and hint of a `UserError`, the stack of a bug. */
export function errorText(error: Error): string {
  const label = paint('red', 'Error:')
  if (error instanceof UserError) {
    const message = `${label} ${printable(error.message)}`
    return error.hint === undefined ? message : `${message}\n  ${printable(error.hint)}`
  }
  return `${label} this is a bug in wearabouts, please report it with the lines below.\n${error.stack ?? error.message}`
}
