import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { bothTrainers, type Compared } from '../../../training/gpu/both-trainers.ts'
import { smallBatch, smallNetwork } from './small-network.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** A Python with PyTorch: the one that training/gpu/README.md makes, or the system's. */
function findPython(): string | undefined {
  return [join(root, '.cache/torch/bin/python'), 'python3'].find((python) => {
    try {
      execFileSync(python, ['-c', 'import onnx, torch'], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })
}

async function compared(python: string, folder: string, options: { bf16?: boolean } = {}): Promise<Compared> {
  return await bothTrainers({
    build: smallNetwork,
    optimiser: { weightDecay: 0.1, clipNorm: 1, averageDecay: 0.9 },
    seed: 5,
    batches: [1, 2, 3, 4].map(smallBatch),
    learningRates: [0.002, 0.004, 0.004, 0.003],
    folder,
    python,
    ...options,
  })
}

const python = findPython()

if (python === undefined) {
  test('PyTorch trains the same network', (t) => {
    t.log('skipped: there is no Python with torch and onnx (training/gpu/README.md)')
    t.pass()
  })
} else {
  test('four steps with PyTorch end where ours do, dropout, clipping, averages and running statistics included', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'both-trainers-'))
    t.teardown(() => rm(folder, { recursive: true }))
    const { ours, theirs, differences } = await compared(python, folder)
    for (const [step, told] of ours.entries()) {
      t.true(Math.abs(told.loss - (theirs[step]?.loss as number)) < 1e-4, `loss of step ${step}`)
      t.true(Math.abs(told.gradient_norm / (theirs[step]?.gradient_norm as number) - 1) < 1e-3, `gradient of ${step}`)
    }
    t.deepEqual([...new Set(differences.map(({ vector }) => vector.split(' ')[0]))].toSorted(), [
      'average',
      'averages',
      'first',
      'frozen',
      'parameters',
      'second',
    ])
    for (const { vector, share } of differences) t.true(share < 1e-3, `${vector}: ${share}`)
  })

  test('with bfloat16 the losses stay near and the weights go the same way', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'both-trainers-'))
    t.teardown(() => rm(folder, { recursive: true }))
    const { ours, theirs, differences } = await compared(python, folder, { bf16: true })
    for (const [step, told] of ours.entries()) {
      const apart = Math.abs(told.loss / (theirs[step]?.loss as number) - 1)
      t.true(apart > 0 && apart < 0.02, `loss of step ${step}: ${apart}`)
    }
    for (const { vector, share } of differences) t.true(share < 0.2, `${vector}: ${share}`)
  })

  test('an operator that the interpreter does not know is named', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'both-trainers-'))
    t.teardown(() => rm(folder, { recursive: true }))
    await compared(python, folder)
    const model = await readFile(join(folder, 'forward.onnx'))
    await writeFile(
      join(folder, 'forward.onnx'),
      Buffer.from(model.toString('latin1').replaceAll('Softplus', 'Softpuls'), 'latin1'),
    )
    const error = t.throws(() =>
      execFileSync(python, [join(root, 'training/gpu/steps.py'), folder], { stdio: 'pipe' }),
    ) as Error & { stderr: Buffer }
    t.regex(error.stderr.toString(), /operator Softpuls \(makes t\d+\) is not known: add it to operators\.py/)
  })
}
