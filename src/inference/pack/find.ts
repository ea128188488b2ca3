import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** The pack that comes with the program and is used unless another is named. */
export const EMBEDDED_PACK = 'street'

/**
 * The folder of a pack: that of an embedded pack for its name, otherwise the path as it is.
 * @param root the folder of the program, in which `models/` lies
 */
export function packFolder(pack: string | undefined, root: string): string {
  if (pack === undefined) return join(root, 'models', EMBEDDED_PACK)
  const embedded = join(root, 'models', pack)
  return /^[\w-]+$/.test(pack) && existsSync(join(embedded, 'pack.json')) ? embedded : pack
}

/** The folders of the packs that come with the program, by name. */
export async function embeddedPacks(root: string): Promise<string[]> {
  const models = join(root, 'models')
  const entries = await readdir(models, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(models, entry.name, 'pack.json')))
    .map((entry) => join(models, entry.name))
    .sort()
}
