// Writes oclif.manifest.json from the compiled commands, so that starting the program and `--help` load none of them.
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Plugin } from '@oclif/core'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const plugin = new Plugin({ errorOnManifestCreate: true, ignoreManifest: true, root, type: 'core' })
await plugin.load()
await writeFile(join(root, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest, null, 2)}\n`)
