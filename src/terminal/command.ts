import { Command } from '@oclif/core/command'
import { EXIT, UserError } from '../errors.ts'
import { errorReport, errorText, isExit, usageError } from './errors.ts'

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

  protected override async catch(thrown: Error): Promise<void> {
    if (isExit(thrown)) throw thrown
    const error = usageError(thrown, `wearabouts ${this.id ?? ''} --help`) ?? thrown
    process.exitCode = error instanceof UserError ? error.exit : EXIT.bug
    if (this.jsonEnabled()) this.logJson(errorReport(error))
    else this.say(errorText(error))
  }
}
