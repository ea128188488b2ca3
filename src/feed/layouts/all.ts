import type { FileLayout, SidecarLayout, TreeLayout } from '../layout.ts'
import { flickrLayout } from './flickr-export.ts'
import { folderLayout } from './folder.ts'
import { galleryDlLayout } from './gallery-dl.ts'
import { instagramLayout } from './instagram-export.ts'
import { instaloaderLayout } from './instaloader.ts'
import { manifestLayout } from './manifest.ts'
import { twitterLayout } from './twitter-archive.ts'
import { webdatasetLayout } from './webdataset.ts'

/** In the order in which they may claim. */
export const TREE_LAYOUTS: readonly TreeLayout[] = [instagramLayout, twitterLayout, flickrLayout]
export const FILE_LAYOUTS: readonly FileLayout[] = [manifestLayout, webdatasetLayout]
export const SIDECAR_LAYOUTS: readonly SidecarLayout[] = [instaloaderLayout, galleryDlLayout, folderLayout]
