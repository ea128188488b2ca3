import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CLOSE_UP_FAMILIES, type Shares } from './close-ups/together.ts'
import { FOLDER_FLAGS, type Folders, readFolders } from './folders.ts'
import { type LabelledLogits, labelledLogits } from './measure/logits.ts'
import { bestShare, type SharesTrial, trialsOf } from './measure/shares.ts'
import { writeStreetPack } from './pack.ts'
import { LABELS } from './settings.ts'

/**
 * `node dist/training/street/shares.js --cache DIR …` chooses, family by family, how much the close-ups and how much
 * the contextual network have to say, on validation photos, and writes it to `shares.json` in the cache.
 */
const { values } = parseArgs({ options: FOLDER_FLAGS })

async function chooseShares(folders: Folders): Promise<Shares> {
  const [context, closeUps] = [await saidWith(folders, 0), await saidWith(folders, 1)]
  const chosen: Record<string, Shares[string]> = {}
  for (const family of CLOSE_UP_FAMILIES) {
    const [own, other] = [context.get(family), closeUps.get(family)]
    if (own === undefined || other === undefined || own.sets.length === 0) continue
    const trials = trialsOf(own, other, LABELS[family].length)
    chosen[family] = bestShare(trials)
    tell(family, own.sets.length, trials)
  }
  return chosen
}

/** What is said of validation photos when the close-ups have all to say, or nothing. */
async function saidWith(folders: Folders, closeUp: number): Promise<ReadonlyMap<string, LabelledLogits>> {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-shares-'))
  const shares = Object.fromEntries(CLOSE_UP_FAMILIES.map((family) => [family, { context: 1 - closeUp, closeUp }]))
  try {
    await writeStreetPack(folders, folder, { int8: false, shares })
    return await labelledLogits(folder, folders)
  } finally {
    await rm(folder, { recursive: true })
  }
}

function tell(family: string, n: number, trials: readonly SharesTrial[]): void {
  const right = trials.map(({ right }) => right.toFixed(3)).join(' ')
  console.log(JSON.stringify({ family, n, right, ...bestShare(trials) }))
}

const folders = readFolders(values)
await writeFile(join(folders.cache, 'shares.json'), JSON.stringify(await chooseShares(folders)))
