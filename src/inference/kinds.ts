import { contextual } from './contextual/contextual.ts'
import type { Kind } from './kind.ts'
import type { PackManifest } from './manifest.ts'

/**
 * What can read a pack, by the manifest's `kind`; one folder each. The contextual network fills all three roles
 * (people, garments, occasion) at once. A kind that fills one role, such as a detector, a zero-shot encoder or a
 * classifier, is a folder beside `contextual/` and a line here.
 */
const kinds: { readonly [kind in PackManifest['kind']]: Kind } = { contextual }

export function kindOf(manifest: PackManifest): Kind {
  return kinds[manifest.kind]
}
