import type { FileLayout, SidecarLayout, TreeLayout } from '../layout.ts'
import { folderLayout } from './folder.ts'
import { manifestLayout } from './manifest.ts'

/** In the order in which they may claim. */
export const TREE_LAYOUTS: readonly TreeLayout[] = []
export const FILE_LAYOUTS: readonly FileLayout[] = [manifestLayout]
export const SIDECAR_LAYOUTS: readonly SidecarLayout[] = [folderLayout]
