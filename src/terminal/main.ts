import { flush } from '@oclif/core/flush'
import { run } from '@oclif/core/run'
import { EXIT } from '../errors.ts'
import { errorText, isExit, usageError } from './errors.ts'

/**
 * Starts the command line. Commands print their own errors (`WearaboutsCommand`); what arrives here happened before
 * one was found, such as a misspelt command.
 */
export async function main(): Promise<void> {
  try {
    await run(process.argv.slice(2), import.meta.url)
    await flush()
  } catch (error) {
    if (isExit(error)) process.exit(error.oclif.exit)
    const usage = usageError(error, 'wearabouts --help')
    process.stderr.write(`${errorText(usage ?? (error as Error))}\n`)
    process.exit(usage === null ? EXIT.bug : EXIT.usage)
  }
}
