import { Command } from '@oclif/core'
import { EXIT, UserError } from '../errors.ts'
import { paint } from './colour.ts'
import { printable } from './printable.ts'

/** What `--json` prints on stdout when a command fails. */
export interface ErrorReport {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null }
}

type ParserError = Error & { readonly oclif?: { readonly exit?: number | false } }

/**
 * The parent of every command. It gives `--json` (stdout then holds exactly the object that `run` returns), prints
 * errors the one way the program has, and sets the exit codes of `src/errors.ts`:
 * a `UserError` is its message and hint on stderr, without a stack; a usage error is exit 2 with the allowed values;
 * anything else is a bug, exit 1, with its stack. A command parses, calls one function, returns its result, and
 * prints for people with `this.say` (stderr) or `this.log` (stdout; silent with `--json`).
 */
export abstract class WearaboutsCommand extends Command {
  static override enableJsonFlag = true

  protected override async init(): Promise<void> {
    await super.init()
    // A reader that has enough (`| head`) is not an error.
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      process.exit(EXIT.done)
    })
  }

  /** A message for the person at the keyboard: stderr, whatever stdout carries. */
  protected say(message: string): void {
    process.stderr.write(`${message}\n`)
  }

  override logJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json, null, 2)}\n`)
  }

  protected override async catch(error: Error): Promise<void> {
    const usage = (error as ParserError).oclif?.exit
    if (usage !== undefined && !this.jsonEnabled()) throw error
    process.exitCode = exitOf(error)
    if (this.jsonEnabled()) this.logJson(errorReport(error))
    else this.say(errorText(error))
  }
}

function exitOf(error: Error): number {
  if (error instanceof UserError) return error.exit
  const usage = (error as ParserError).oclif?.exit
  return typeof usage === 'number' ? usage : EXIT.bug
}

/** An error as the object that `--json` prints. */
export function errorReport(error: Error): ErrorReport {
  if (error instanceof UserError)
    return { error: { code: error.code, message: error.message, hint: error.hint ?? null } }
  const code = (error as ParserError).oclif === undefined ? 'bug' : 'usage'
  return { error: { code, message: error.message, hint: null } }
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
