import { loadPack } from '../pack/load.ts'
import { checkDevice } from './choose.ts'
import type { Device } from './device.ts'

export interface VerifiedPack {
  readonly folder: string
  readonly name: string
  readonly device: string
  readonly files: readonly { readonly file: string; readonly bytes: number | null; readonly sha256: string }[]
}

/**
 * Checks all that can be checked of a pack: fields, sizes, hashes, graphs, and one run that on any device must agree
 * with the CPU.
 * @throws UserError `pack_missing`, `pack_broken` or `device_unavailable`, exit 4
 */
export async function verifyPack(folder: string, device: Device): Promise<VerifiedPack> {
  const pack = await loadPack(folder)
  await checkDevice(pack, device)
  const { name, files } = pack.manifest
  return {
    folder,
    name,
    device,
    files: Object.entries(pack.hashes).map(([file, sha256]) => ({ file, bytes: files[file]?.bytes ?? null, sha256 })),
  }
}
