import { existsSync } from 'node:fs'
import { EXIT, invalidValue, UserError } from '../../errors.ts'

/** Where sessions can run. */
export const DEVICES = ['cpu', 'cuda', 'webgpu', 'coreml', 'directml'] as const
export type Device = (typeof DEVICES)[number]

/** What `--device` takes. */
export const DEVICE_CHOICES = ['auto', ...DEVICES] as const
export type DeviceChoice = (typeof DEVICE_CHOICES)[number]

/** ONNX Runtime's name of each device. */
export const providers: { readonly [device in Device]: string } = {
  cpu: 'cpu',
  cuda: 'cuda',
  webgpu: 'webgpu',
  coreml: 'coreml',
  directml: 'dml',
}

const remedies: { readonly [device in Device]: string } = {
  cpu: 'Reinstall with `npm ci`.',
  cuda:
    'It needs an NVIDIA driver, CUDA 12 with cuDNN 9, and the CUDA libraries of ONNX Runtime: ' +
    '`node node_modules/onnxruntime-node/script/install --onnxruntime-node-install`.',
  webgpu: 'It needs a graphics driver with Vulkan (Mesa 25 or newer, or the vendor’s), Metal or Direct3D 12.',
  coreml: 'It needs macOS.',
  directml: 'It needs Windows 10 or newer with a Direct3D 12 graphics driver.',
}

/** @throws UserError exit 2 for anything but a device's name or `auto` */
export function parseDevice(text: string): DeviceChoice {
  return oneOf(DEVICE_CHOICES, text)
}

/** @throws UserError exit 2 for anything but a device's name */
export function parseNamedDevice(text: string): Device {
  return oneOf(DEVICES, text)
}

function oneOf<Name extends string>(names: readonly Name[], text: string): Name {
  const found = names.find((name) => name === text)
  if (found === undefined) throw invalidValue('device', text, `one of ${names.join(', ')}`)
  return found
}

/**
 * The devices `auto` tries before the CPU: those the machine shows signs of. WebGPU only on request, since it also
 * runs on software renderers, where it is 37 times slower than the CPU.
 */
export function likelyDevices(platform: NodeJS.Platform = process.platform): readonly Device[] {
  if (platform === 'darwin') return ['coreml']
  if (platform === 'win32') return ['directml']
  const signs = ['/dev/nvidiactl', '/dev/nvidia0', '/dev/dxg']
  return signs.some((path) => existsSync(path)) ? ['cuda'] : []
}

/** A device the user named does not work: exit 4 and what to install. */
export function deviceUnavailable(device: Device, reason: string, cause?: unknown): UserError {
  return new UserError('device_unavailable', `The device \`${device}\` does not work here: ${reason}.`, {
    exit: EXIT.environment,
    hint: `${remedies[device]} Or use --device cpu.`,
    cause,
  })
}
