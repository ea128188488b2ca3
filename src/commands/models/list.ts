import { Args } from '@oclif/core'
import type { ListedPack } from '../../inference/pack/describe.ts'
import { WearaboutsCommand } from '../../terminal/command.ts'

export default class ModelsList extends WearaboutsCommand {
  static override summary = 'List the model packs that come with the program, and those in the folders given.'

  static override examples = ['<%= config.bin %> models list', '<%= config.bin %> models list my-pack --json']

  static override strict = false

  static override args = { folders: Args.string({ description: 'folders of further packs' }) }

  async run(): Promise<{ packs: ListedPack[] }> {
    const { argv } = await this.parse(ModelsList)
    const { listPacks } = await import('../../inference/pack/describe.ts')
    const { textTable } = await import('../../terminal/table.ts')
    const packs = await listPacks(this.config.root, argv as string[])
    const rows = packs.map(({ name, version, licence, bytes, folder }) => [
      name ?? 'broken',
      version ?? '',
      licence ?? '',
      bytes === null ? '' : (bytes / 1e6).toFixed(1),
      folder,
    ])
    if (packs.length === 0) this.log('No packs here.')
    else this.log(textTable(['pack', 'version', 'licence', 'MB', 'folder'], rows, { widest: 80, right: ['MB'] }))
    for (const { problem } of packs) if (problem !== null) this.say(problem)
    return { packs }
  }
}
