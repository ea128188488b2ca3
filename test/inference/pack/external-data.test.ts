import test from 'ava'
import { hasExternalData } from '../../../src/inference/pack/external-data.ts'
import { Message } from '../../../src/learning/onnx/wire.ts'
import { contextModel, lookModel } from '../helpers/graphs.ts'
import { manifest } from '../helpers/pack.ts'

const model = (graph: Message) => new Message().integer(1, 9).message(7, graph).finish()
const entry = new Message().text(1, 'location').text(2, '/etc/passwd')
const byLocation = new Message().text(8, 'weights').integer(14, 1)
const byEntry = new Message().text(8, 'weights').message(13, entry)
const inNode = (tensor: Message) => new Message().message(5, new Message().text(1, 'value').message(5, tensor))

test('models with all their weights inside are let through', (t) => {
  t.false(hasExternalData(lookModel(manifest())))
  t.false(hasExternalData(contextModel(manifest())))
  t.false(hasExternalData(model(new Message().message(5, new Message().text(8, 'weights').integer(14, 0)))))
})

test('external data is found in initialisers', (t) => {
  t.true(hasExternalData(model(new Message().message(5, byLocation))))
  t.true(hasExternalData(model(new Message().message(5, byEntry))))
})

test('external data is found in the attributes of nodes', (t) => {
  t.true(hasExternalData(model(new Message().message(1, inNode(byEntry)))))
})

test('external data is found in the bodies of loops, in sparse tensors and in functions', (t) => {
  const body = new Message().message(5, byLocation)
  const loop = new Message().message(5, new Message().text(1, 'body').message(6, body))
  t.true(hasExternalData(model(new Message().message(1, loop))))
  t.true(hasExternalData(model(new Message().message(15, new Message().message(1, byLocation)))))
  t.true(hasExternalData(new Message().message(25, new Message().message(7, inNode(byLocation))).finish()))
})

test('bytes that are no protobuf are refused, not misread', (t) => {
  t.throws(() => hasExternalData(new TextEncoder().encode('<html>not a model</html>')), { instanceOf: RangeError })
  const good = lookModel(manifest())
  t.throws(() => hasExternalData(good.subarray(0, good.length - 7)), { instanceOf: RangeError })
  t.throws(() => hasExternalData(Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0xff)), { instanceOf: RangeError })
})

test('a model nested without end is refused', (t) => {
  let graph = new Message()
  for (let depth = 0; depth < 200; depth++) {
    graph = new Message().message(1, new Message().message(5, new Message().message(6, graph)))
  }
  t.throws(() => hasExternalData(model(graph)), { message: 'nested too deeply' })
})
