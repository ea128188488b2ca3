import test from 'ava'
import { UserError } from '../../../src/errors.ts'
import { loadPack } from '../../../src/inference/pack/load.ts'
import { checkDevice, chooseDevice } from '../../../src/inference/session/choose.ts'
import { likelyDevices, parseDevice } from '../../../src/inference/session/device.ts'
import { writePack } from '../helpers/pack.ts'

test('only the names of devices are devices', (t) => {
  t.is(parseDevice('auto'), 'auto')
  t.is(parseDevice('cuda'), 'cuda')
  const error = t.throws(() => parseDevice('gpu'), { instanceOf: UserError })
  t.is(error.message, 'Expected one of auto, cpu, cuda, webgpu, coreml, directml for `device` but received `gpu`.')
  t.is(error.exit, 2)
})

test('auto tries what the system may have, and never WebGPU', (t) => {
  t.deepEqual(likelyDevices('darwin'), ['coreml'])
  t.deepEqual(likelyDevices('win32'), ['directml'])
  t.false(likelyDevices('linux').includes('webgpu'))
})

test('the CPU agrees with itself, and auto ends at a device that works', async (t) => {
  const pack = await loadPack(await writePack())
  await t.notThrowsAsync(checkDevice(pack, 'cpu'))
  const { device, passedOver } = await chooseDevice(pack, 'auto')
  await t.notThrowsAsync(checkDevice(pack, device))
  t.false(passedOver.some((other) => other.device === device))
})

test('a named device that is not there is an error that says what to install, not the CPU in its place', async (t) => {
  const pack = await loadPack(await writePack())
  const absent = process.platform === 'darwin' ? 'directml' : 'coreml'
  const error = await t.throwsAsync(chooseDevice(pack, absent), { instanceOf: UserError })
  t.is(error.message, `The device \`${absent}\` does not work here: this build of ONNX Runtime does not have it.`)
  t.is(error.code, 'device_unavailable')
  t.is(error.exit, 4)
  t.regex(error.hint ?? '', /^It needs .* Or use --device cpu\.$/)
})
