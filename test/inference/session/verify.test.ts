import test, { type ExecutionContext } from 'ava'
import { UserError } from '../../../src/errors.ts'
import { verifyPack } from '../../../src/inference/session/verify.ts'
import { contextModel, lookModel } from '../helpers/graphs.ts'
import { manifest, writePack } from '../helpers/pack.ts'

const plain = manifest()
const closeUps = manifest({ close_ups: true })

test('packs with and without close-ups are verified by one run', async (t) => {
  for (const stated of [plain, closeUps]) {
    const { name, files } = await verifyPack(await writePack({ manifest: stated }), 'cpu')
    t.is(name, 'colours')
    t.deepEqual(
      files.map(({ file }) => file),
      ['pack.json', 'look.onnx', 'context.onnx', 'MODEL_CARD.md'],
    )
  }
})

async function refused(t: ExecutionContext, pack: string, problem: string): Promise<void> {
  const error = await t.throwsAsync(verifyPack(pack, 'cpu'), { instanceOf: UserError })
  t.is(error.message, `The model pack \`${pack}\` cannot be used: ${problem}.`)
  t.is(error.exit, 4)
}

test('graphs with close-ups are refused where the pack does not say so, and the other way round', async (t) => {
  await refused(
    t,
    await writePack({ look: lookModel(closeUps) }),
    '`look.onnx` has the output `people` of size [N, 10, 8, 8], expected [?, 5, 8, 8] by pack.json',
  )
  await refused(
    t,
    await writePack({ context: contextModel(closeUps) }),
    '`context.onnx` wants an input `photo`, but there are only features, scene, garment_boxes, garment_mask, ' +
      'garment_groups, garment_colours, person_boxes, person_mask, tokens',
  )
  await refused(
    t,
    await writePack({ manifest: closeUps, look: lookModel(plain) }),
    '`look.onnx` has the output `people` of size [N, 5, 8, 8], expected [?, 10, 8, 8] by pack.json',
  )
})
