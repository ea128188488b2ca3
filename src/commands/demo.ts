import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Flags } from '@oclif/core'
import { EXIT, type ExitCode, UserError } from '../errors.ts'
import { WearaboutsCommand } from '../terminal/command.ts'

export default class Demo extends WearaboutsCommand {
  static override summary = 'Read the drawn feed that comes with the program and make its report.'
  static override description = 'Runs extract and analyze on some sixty drawn posts, as you would on your own.'
  static override examples = ['<%= config.bin %> demo', '<%= config.bin %> demo --output /tmp/demo']

  static override flags = {
    output: Flags.string({ char: 'o', description: 'folder to write to', default: 'wearabouts-demo' }),
    pack: Flags.string({ description: 'folder of a model pack, if not the embedded one' }),
  }

  async run(): Promise<{ readonly report: string; readonly dataset: string }> {
    const { flags } = await this.parse(Demo)
    const feed = join(this.config.root, 'fixtures', 'feed')
    if (!existsSync(feed))
      throw new UserError('demo_absent', `The drawn feed is not at \`${feed}\`.`, {
        exit: EXIT.environment,
        hint: 'Draw one: npm run draw -- --posts 60 -o feed',
      })
    const dataset = join(flags.output, 'looks')
    const report = join(flags.output, 'report.html')
    const pack = flags.pack === undefined ? [] : ['--pack', flags.pack]
    // The drawn accounts are few; with the usual least count of accounts most cells would be hidden.
    await this.step('extract', [feed, '-o', dataset, '--force', ...pack])
    await this.step('analyze', [dataset, '-o', report, '--min-count', '2', ...pack])
    this.say(`The report: ${report}\nThe tables: ${dataset}`)
    return { report, dataset }
  }

  /** Runs a command as if it were typed; what it prints goes to stderr. */
  private async step(command: string, args: string[]): Promise<void> {
    if (!this.jsonEnabled()) this.say(`\n$ wearabouts ${[command, ...args].join(' ')}`)
    await this.config.runCommand(command, args)
    const exit = process.exitCode as ExitCode | undefined
    if (exit) throw new UserError('demo_stopped', `The demo stopped at \`${command}\`, see above.`, { exit })
  }
}
