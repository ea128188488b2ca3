import { Args, Flags } from '@oclif/core'
import type { VerifiedPack } from '../../inference/session/verify.ts'
import { WearaboutsCommand } from '../../terminal/command.ts'

export default class ModelsVerify extends WearaboutsCommand {
  static override summary = 'Check a model pack: fields, sizes, hashes, graphs, and one run on a device.'

  static override description = 'Ends with 0 when all is well, 4 for a pack that is broken or a device that fails it.'

  static override examples = [
    '<%= config.bin %> models verify',
    '<%= config.bin %> models verify my-pack --device cuda',
  ]

  static override args = { pack: Args.string({ description: 'name or folder of a pack, if not the embedded one' }) }

  static override flags = {
    device: Flags.string({ description: 'cpu, cuda, webgpu, coreml or directml', default: 'cpu' }),
  }

  async run(): Promise<VerifiedPack> {
    const { args, flags } = await this.parse(ModelsVerify)
    const { packFolder } = await import('../../inference/pack/find.ts')
    const { parseNamedDevice } = await import('../../inference/session/device.ts')
    const { verifyPack } = await import('../../inference/session/verify.ts')
    const { textTable } = await import('../../terminal/table.ts')
    const device = parseNamedDevice(flags.device)
    const pack = await verifyPack(packFolder(args.pack, this.config.root), device)
    const rows = pack.files.map(({ file, bytes, sha256 }) => [file, bytes === null ? '' : String(bytes), sha256])
    this.log(textTable(['file', 'bytes', 'SHA-256'], rows, { widest: 64, right: ['bytes'] }))
    this.say(`${pack.name}: all files are as stated, and it runs on ${device}.`)
    return pack
  }
}
