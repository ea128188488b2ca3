import { Args } from '@oclif/core'
import type { ShownPack } from '../../inference/pack/describe.ts'
import { WearaboutsCommand } from '../../terminal/command.ts'

export default class ModelsShow extends WearaboutsCommand {
  static override summary = 'Show what a model pack predicts, and how well.'

  static override examples = ['<%= config.bin %> models show', '<%= config.bin %> models show my-pack --json']

  static override args = { pack: Args.string({ description: 'name or folder of a pack, if not the embedded one' }) }

  async run(): Promise<ShownPack> {
    const { args } = await this.parse(ModelsShow)
    const { showPack } = await import('../../inference/pack/describe.ts')
    const { packFolder } = await import('../../inference/pack/find.ts')
    const { printable } = await import('../../terminal/printable.ts')
    const { textTable } = await import('../../terminal/table.ts')
    const pack = await showPack(packFolder(args.pack, this.config.root))
    const { name, version, licence, description, kind, folder, bytes, input } = pack
    this.log(printable(`${name} ${version}, ${licence}: ${description}`))
    this.log(printable(`${folder}, ${(bytes / 1e6).toFixed(1)} MB, ${kind}, ${input.width} x ${input.height} pixels`))
    this.log()
    const rows = pack.families.map(({ family, labels, threshold, accuracy, counted }) => [
      family,
      String(labels.length),
      threshold === null ? '' : String(threshold),
      accuracy === null ? 'not measured' : `${(accuracy * 100).toFixed(1)} % of ${counted}`,
    ])
    this.log(textTable(['family', 'labels', 'threshold', 'right'], rows, { right: ['labels', 'threshold'] }))
    return pack
  }
}
