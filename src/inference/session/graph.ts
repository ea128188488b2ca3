import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Graph, GraphContract, Output, TensorContract, Values } from '../kind.ts'
import { brokenPack } from '../pack/errors.ts'
import { type Device, providers } from './device.ts'
import { reasonOf } from './reason.ts'

/** Silence: what goes wrong is thrown as well, and stderr belongs to the command. */
const LOG_FATAL = 4

/**
 * A session made from verified bytes, checked against what the kind of pack expects of the graph.
 * On the CPU it has one thread: several workers run side by side, and one thread adds up in one order.
 * @throws UserError `pack_broken` where the graph's inputs or outputs are not as expected
 */
export async function openGraph(
  model: Uint8Array,
  device: Device,
  expected: { readonly pack: string; readonly file: string; readonly contract: GraphContract },
): Promise<Graph> {
  const ort = await import('onnxruntime-node')
  ort.env.logLevel = 'fatal'
  // A provider that the build has not is dropped without an error, and the CPU used in its place.
  if (!ort.listSupportedBackends().some(({ name }) => name === providers[device])) {
    throw new Error('this build of ONNX Runtime does not have it')
  }
  let session: InferenceSession
  try {
    session = await ort.InferenceSession.create(Uint8Array.from(model), {
      executionProviders: [providers[device]],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: LOG_FATAL,
      // Spinning threads burn the time the decoder needs: 28 → 20 CPU-ms a photo in a plain loop.
      extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
    })
  } catch (cause) {
    if (device !== 'cpu') throw cause
    throw brokenPack(expected.pack, expected.file, `cannot be loaded (${reasonOf(cause)})`, cause)
  }
  checkContract(session, expected)
  const names = Object.keys(expected.contract.outputs)
  return {
    run: async (feeds) => {
      const tensors = session.inputNames.map((name) => [name, tensorOf(ort, feeds[name]!)] as const)
      return outputsOf(await session.run(Object.fromEntries(tensors), names), expected)
    },
    release: () => session.release(),
  }
}

function tensorOf(ort: typeof import('onnxruntime-node'), { type, data, dims }: Values): Tensor {
  return new ort.Tensor(type, data as Float32Array, dims)
}

function outputsOf(
  results: InferenceSession.OnnxValueMapType,
  expected: { readonly file: string; readonly contract: GraphContract },
): { readonly [name: string]: Output } {
  const outputs: { [name: string]: Output } = {}
  for (const [name, { dims: wanted }] of Object.entries(expected.contract.outputs)) {
    const { data, dims } = results[name] as Tensor
    if (!fits(dims, wanted)) {
      throw new RangeError(`\`${expected.file}\` gave \`${name}\` of size ${shape(dims)}, expected ${shape(wanted)}`)
    }
    outputs[name] = { data: data as Float32Array, dims }
  }
  return outputs
}

/** All outputs must be there; of the inputs a graph may leave out what it does not use. */
function checkContract(
  session: InferenceSession,
  { pack, file, contract }: { readonly pack: string; readonly file: string; readonly contract: GraphContract },
): void {
  for (const found of session.inputMetadata) {
    const wanted = contract.inputs[found.name]
    if (wanted === undefined) {
      const names = Object.keys(contract.inputs).join(', ')
      throw brokenPack(pack, file, `wants an input \`${found.name}\`, but there are only ${names}`)
    }
    checkTensor(pack, file, 'input', wanted, found)
  }
  for (const [name, wanted] of Object.entries(contract.outputs)) {
    const found = session.outputMetadata.find((value) => value.name === name)
    if (found === undefined) {
      throw brokenPack(pack, file, `has no output \`${name}\`, only ${session.outputNames.join(', ')}`)
    }
    checkTensor(pack, file, 'output', wanted, found)
  }
}

function checkTensor(
  pack: string,
  file: string,
  side: 'input' | 'output',
  wanted: TensorContract,
  found: InferenceSession.ValueMetadata,
): void {
  const type = found.isTensor ? found.type : 'no tensor'
  if (type !== wanted.type) {
    throw brokenPack(pack, file, `has the ${side} \`${found.name}\` as ${type}, expected ${wanted.type}`)
  }
  const sizes = found.isTensor ? found.shape : []
  if (!fits(sizes, wanted.dims)) {
    const problem = `of size ${shape(sizes)}, expected ${shape(wanted.dims)} by pack.json`
    throw brokenPack(pack, file, `has the ${side} \`${found.name}\` ${problem}`)
  }
}

/** A size the graph leaves open (a name) or the contract does (null) fits any. */
function fits(found: readonly (number | string)[], wanted: readonly (number | null)[]): boolean {
  if (found.length !== wanted.length) return false
  return found.every((size, index) => typeof size === 'string' || wanted[index] === null || size === wanted[index])
}

const shape = (sizes: readonly (number | string | null)[]): string =>
  `[${sizes.map((size) => (size === null || size === '' ? '?' : size)).join(', ')}]`
