import type { Check, Diagnosis } from './check.ts'
import { checkAccountKey, checkMemory, checkNode } from './machine.ts'
import { checkDevices, checkPack, checkRuntime } from './models.ts'
import { checkPhotos } from './photos.ts'

/** Tries all that `extract` needs: nothing is assumed from what is installed. */
export async function diagnose(pack: string): Promise<Diagnosis> {
  const checks: Check[] = [checkNode(), checkMemory(), await checkPhotos(), await checkRuntime()]
  const loaded = await checkPack(pack)
  checks.push(loaded.check)
  if (loaded.pack !== null) checks.push(...(await checkDevices(loaded.pack)))
  checks.push(await checkAccountKey())
  return { healthy: checks.every((check) => check.state !== 'failed'), checks }
}
