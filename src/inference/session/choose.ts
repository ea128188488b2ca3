import { openSeat, WORKER_SCRIPT } from '../pool/seat.ts'
import { type Device, type DeviceChoice, likelyDevices } from './device.ts'
import type { PackSource } from './open.ts'

export interface ChosenDevice {
  readonly device: Device
  /** What `auto` tried and could not use, and why. */
  readonly passedOver: readonly { readonly device: Device; readonly reason: string }[]
}

/**
 * Does this device run this pack as the CPU does? Tried in a thread of its own.
 * @throws UserError `device_unavailable` or `pack_broken`
 */
export async function checkDevice(pack: PackSource, device: Device): Promise<void> {
  const { folder, manifest, graphs } = pack
  const start = { task: 'probe', pack: { folder, manifest, graphs }, device, people: false } as const
  const seat = await openSeat(
    WORKER_SCRIPT,
    { ...start, ring: new SharedArrayBuffer(0) },
    { onResults: () => {}, onDeath: () => {} },
  )
  await seat.close()
}

/**
 * The device to run on: the named one if it works, or for `auto` the first likely one that does, at last the CPU.
 * @throws UserError `device_unavailable` for a named device that does not work
 */
export async function chooseDevice(pack: PackSource, choice: DeviceChoice): Promise<ChosenDevice> {
  if (choice === 'cpu') return { device: 'cpu', passedOver: [] }
  if (choice !== 'auto') {
    await checkDevice(pack, choice)
    return { device: choice, passedOver: [] }
  }
  const passedOver: { device: Device; reason: string }[] = []
  for (const device of likelyDevices()) {
    try {
      await checkDevice(pack, device)
      return { device, passedOver }
    } catch (error) {
      passedOver.push({ device, reason: (error as Error).message })
    }
  }
  return { device: 'cpu', passedOver }
}
