import { join } from 'node:path'
import { Flags } from '@oclif/core'
import type { Diagnosis } from '../doctor/check.ts'
import { EXIT } from '../errors.ts'
import { paint } from '../terminal/colour.ts'
import { WearaboutsCommand } from '../terminal/command.ts'

const marks = { ok: paint('green', 'ok    '), absent: paint('dim', 'absent'), failed: paint('red', 'failed') }

export default class Doctor extends WearaboutsCommand {
  static override summary = 'Say what works on this machine: Node, photos, model pack, devices, memory.'
  static override description = 'Every device is tried with a real run. Ends with 4 where something needed fails.'
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --json']

  static override flags = {
    pack: Flags.string({ description: 'folder of a model pack, if not the embedded one' }),
  }

  async run(): Promise<Diagnosis> {
    const { flags } = await this.parse(Doctor)
    const { diagnose } = await import('../doctor/doctor.ts')
    const diagnosis = await diagnose(flags.pack ?? join(this.config.root, 'models', 'street'))
    for (const { name, state, detail, hint } of diagnosis.checks) {
      this.log(`${marks[state]}  ${name.padEnd(14)}  ${detail}`)
      if (hint !== null) this.log(`${' '.repeat(24)}${hint}`)
    }
    if (!diagnosis.healthy) process.exitCode = EXIT.environment
    return diagnosis
  }
}
