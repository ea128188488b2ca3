import { UserError } from '../errors.ts'
import { type LoadedPack, loadPack } from '../inference/pack/load.ts'
import { checkDevice } from '../inference/session/choose.ts'
import type { Device } from '../inference/session/device.ts'
import { absent, type Check, failed, ok, reasonOf } from './check.ts'

export async function checkRuntime(): Promise<Check> {
  try {
    const { env } = await import('onnxruntime-node')
    return ok('onnxruntime', `${env.versions.node ?? env.versions.common}`)
  } catch (error) {
    return failed('onnxruntime', reasonOf(error), 'Reinstall with `npm ci`.')
  }
}

/** Reads every file of a pack and compares it with its hash. */
export async function checkPack(folder: string): Promise<{ readonly check: Check; readonly pack: LoadedPack | null }> {
  try {
    const pack = await loadPack(folder)
    const { name, version } = pack.manifest
    const files = Object.keys(pack.hashes).length
    return { check: ok('pack', `${name} ${version}, ${files} files, hashes as stated`), pack }
  } catch (error) {
    const hint = error instanceof UserError ? (error.hint ?? null) : null
    return { check: failed('pack', reasonOf(error), hint), pack: null }
  }
}

const onPlatform: { readonly [platform: string]: readonly Device[] } = {
  linux: ['cpu', 'cuda', 'webgpu'],
  darwin: ['cpu', 'coreml', 'webgpu'],
  win32: ['cpu', 'directml', 'webgpu'],
}

/**
 * Runs the pack on each device that the platform may have and compares with the CPU. What the runtime lists says what
 * it was built with, not what works: only a run tells.
 */
export async function checkDevices(pack: LoadedPack, platform: string = process.platform): Promise<Check[]> {
  const checks: Check[] = []
  for (const device of onPlatform[platform] ?? ['cpu']) {
    const name = `device ${device}`
    try {
      await checkDevice(pack, device)
      checks.push(ok(name, device === 'cpu' ? 'runs the pack' : 'runs the pack, as the CPU does'))
    } catch (error) {
      const hint = error instanceof UserError ? (error.hint ?? null) : null
      checks.push(device === 'cpu' ? failed(name, reasonOf(error), hint) : absent(name, reasonOf(error), hint))
    }
  }
  return checks
}
