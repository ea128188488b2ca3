import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunRecord } from '../../dataset/run.ts'
import { EXIT, UserError } from '../../errors.ts'
import type { PackManifest } from '../../inference/manifest.ts'

/**
 * The manifest whose confusion matrices fit the tables: that of `folder`, or of the embedded pack that every dataset
 * names with the same `pack.json` hash. Null where none is known: then nothing is corrected. Only `pack.json` is read.
 */
export async function findPack(
  folder: string | undefined,
  runs: readonly (RunRecord | null)[],
): Promise<PackManifest | null> {
  if (folder !== undefined) return parsePack(await readPack(folder, folder), folder)
  const [first] = runs
  if (first === undefined || first === null) return null
  const { name, hashes } = first.pack
  if (!/^[\w.-]+$/.test(name) || runs.some((run) => run?.pack.hashes['pack.json'] !== hashes['pack.json'])) return null
  const embedded = await readFile(join(await packageRoot(), 'models', name, 'pack.json')).catch(() => null)
  if (embedded === null) return null
  const digest = createHash('sha256').update(embedded).digest('hex')
  return digest === hashes['pack.json'] ? parsePack(embedded.toString(), name) : null
}

/** The folder that holds the program's `package.json`, from `src/` and from `dist/src/` alike. */
async function packageRoot(): Promise<string> {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    const text = await readFile(new URL('package.json', folder), 'utf8').catch(() => '')
    if (text.includes('"name": "wearabouts"') || folder.href === new URL('..', folder).href)
      return fileURLToPath(folder)
  }
}

async function readPack(folder: string, shown: string): Promise<string> {
  return readFile(join(folder, 'pack.json'), 'utf8').catch((cause) => {
    throw new UserError('pack_missing', `There is no \`pack.json\` in \`${shown}\`.`, { exit: EXIT.environment, cause })
  })
}

function parsePack(text: string, shown: string): PackManifest {
  try {
    const manifest = JSON.parse(text) as PackManifest
    return { ...manifest, confusion: manifest.confusion ?? {} }
  } catch (cause) {
    throw new UserError('pack_broken', `\`pack.json\` in \`${shown}\` is not valid JSON.`, {
      exit: EXIT.environment,
      cause,
    })
  }
}
