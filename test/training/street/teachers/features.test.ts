import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { emptyBatch } from '../../../../training/street/batches/batch.ts'
import { STREET } from '../../../../training/street/settings.ts'
import { featureScale, openFeatureTeacher, TEACHER_MAP } from '../../../../training/street/teachers/features.ts'

const models = '../shared/models'
const { width, height } = STREET.canvas

/** Stripes whose width grows with `seed`: a canvas unlike the others. */
function striped(seed: number): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, at) => (Math.floor(at / 3 / (2 + seed)) % 2) * 200 + 20)
}

test('the teacher of features sees a canvas, channel by channel of mean 0 and deviation 1', async (t) => {
  if (!existsSync(join(models, 'mobilenet_v2.onnx'))) {
    t.log('skipped: no teacher networks at ../shared/models')
    return t.pass()
  }
  const cache = await mkdtemp(join(tmpdir(), 'scale-'))
  t.teardown(() => rm(cache, { recursive: true }))
  async function* photos() {
    for (let seed = 0; seed < 6; seed++) yield striped(seed)
  }
  const scale = await featureScale(models, cache, photos())
  t.deepEqual(await featureScale('no such folder', cache, photos()), scale, 'measured once')

  const teacher = await openFeatureTeacher(models, scale)
  const batch = emptyBatch(6)
  for (let row = 0; row < 6; row++) {
    ;(batch.photo as Uint8Array).set(striped(row), row * width * height * 3)
    if (row !== 3) await teacher.fill(batch, row)
  }
  t.deepEqual([...(batch.teacher_known as Float32Array)], [1, 1, 1, 0, 1, 1])
  const rows = TEACHER_MAP.reduce((product, size) => product * size)
  const features = batch.teacher_features as Float32Array
  t.true(features.subarray(3 * rows, 4 * rows).every((value) => value === 0))
  t.notDeepEqual(features.subarray(0, rows), features.subarray(rows, 2 * rows))
  const mean = features.reduce((sum, value) => sum + value, 0) / (5 * rows)
  t.true(Math.abs(mean) < 0.1, `mean ${mean}`)
})
