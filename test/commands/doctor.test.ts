import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import type { Diagnosis } from '../../src/doctor/check.ts'
import { checkNode } from '../../src/doctor/machine.ts'
import { wearabouts } from '../extract/run.ts'
import { writePack } from '../inference/helpers/pack.ts'

function diagnose(pack: string): { code: number | null; states: { [name: string]: string }; healthy: boolean } {
  const { code, stdout } = wearabouts(['doctor', '--json', '--pack', pack])
  const { checks, healthy } = JSON.parse(stdout.toString()) as Diagnosis
  return { code, healthy, states: Object.fromEntries(checks.map(({ name, state }) => [name, state])) }
}

test('with a whole pack everything needed is ok', async (t) => {
  const { code, states, healthy } = diagnose(await writePack())
  t.true(healthy)
  t.is(code, 0)
  for (const name of ['node', 'photos', 'onnxruntime', 'pack', 'device cpu', 'account key'])
    t.is(states[name], 'ok', name)
})

test('a pack with one byte more fails, and the exit code is 4', async (t) => {
  const pack = await writePack()
  await appendFile(join(pack, 'look.onnx'), 'x')
  const { code, states, healthy } = diagnose(pack)
  t.false(healthy)
  t.is(code, 4)
  t.is(states.pack, 'failed')
  t.is(states['device cpu'], undefined)
})

test('people read one line a check', async (t) => {
  const { stdout } = wearabouts(['doctor', '--pack', await writePack()])
  t.regex(stdout.toString(), /^ok {6}node +20\.|^ok {6}node +\d\d\./m)
  t.regex(stdout.toString(), /^ok {6}photos +jpeg, png, webp, avif, gif \(sharp /m)
})

test('Node before 20.19 fails with what to install', (t) => {
  t.like(checkNode('20.18.1'), { state: 'failed', hint: 'Install Node 20.19 or newer.' })
  t.like(checkNode('20.19.0'), { state: 'ok' })
  t.like(checkNode('24.0.0'), { state: 'ok' })
})
