import test from 'ava'
import { UserError } from '../../../src/errors.ts'
import { openEngine } from '../../../src/inference/engine.ts'
import type { Findings } from '../../../src/inference/findings.ts'
import { loadPack } from '../../../src/inference/pack/load.ts'
import { checkDevice, chooseDevice } from '../../../src/inference/session/choose.ts'
import { likelyDevices, parseDevice } from '../../../src/inference/session/device.ts'
import { writePack } from '../helpers/pack.ts'
import { scene } from '../helpers/paint.ts'

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

test('a GPU that agrees with the CPU finds the same in batches', async (t) => {
  const pack = await writePack()
  const read = async (device: 'cpu' | 'webgpu') => {
    const engine = await openEngine({ pack, device, workers: 1, batchSize: 4, people: true })
    const photos = Array.from({ length: 9 }, async (_, seed) => {
      const slot = await engine.acquire()
      slot.pixels.set(scene(seed))
      return engine.submit(slot, { caption: null, placement: { x: 0, y: 0, width: 64, height: 64 } })
    })
    const findings = await Promise.all(photos)
    await engine.close()
    return findings
  }
  let onGpu: Findings[]
  try {
    onGpu = await read('webgpu')
  } catch (error) {
    t.log(`skipped: ${(error as Error).message}`)
    return t.is((error as UserError).code, 'device_unavailable')
  }
  const named = (findings: Findings[]) =>
    findings.map(({ people, garments, occasion }) => [people.length, occasion, garments.map((one) => one.category)])
  t.deepEqual(named(onGpu), named(await read('cpu')))
})
