import type { Graph, Graphs, Outputs, Reader } from '../kind.ts'
import { kindOf } from '../kinds.ts'
import { brokenPack } from '../pack/errors.ts'
import type { LoadedPack } from '../pack/load.ts'
import { type Device, deviceUnavailable } from './device.ts'
import { openGraph } from './graph.ts'
import { disagreement } from './probe.ts'
import { reasonOf } from './reason.ts'

/** What of a pack the sessions need; can be sent to a worker. */
export type PackSource = Pick<LoadedPack, 'folder' | 'manifest' | 'graphs'>

/** A session for each graph of a pack. */
export async function openGraphs(pack: PackSource, device: Device): Promise<Graphs> {
  const kind = kindOf(pack.manifest)
  const graphs: { [file: string]: Graph } = {}
  for (const file of kind.graphs) {
    const expected = { pack: pack.folder, file, contract: kind.contract(pack.manifest, file) }
    graphs[file] = await openGraph(pack.graphs[file]!, device, expected)
  }
  return graphs
}

/** Reads photos until it is closed. */
export interface OpenReader {
  readonly read: Reader
  close(): Promise<void>
}

/**
 * Opens a pack's sessions on a device that has been probed, and runs them once, which finds a graph that cannot run
 * before the first photo does.
 */
export async function openReader(
  pack: PackSource,
  device: Device,
  options: { readonly people: boolean },
): Promise<OpenReader> {
  const kind = kindOf(pack.manifest)
  const graphs = await openGraphs(pack, device)
  await sample(pack, graphs)
  return { read: kind.reader(pack.manifest, graphs, options), close: () => releaseAll(graphs) }
}

/**
 * Does the device give what the CPU gives on one made-up photo? Sessions are made and released on both.
 * @throws UserError `device_unavailable` where it does not work or disagrees, `pack_broken` where the CPU cannot either
 */
export async function probeDevice(pack: PackSource, device: Device): Promise<void> {
  const expected = await sampleOn(pack, 'cpu')
  if (device === 'cpu') return
  const found = await sampleOn(pack, device).catch((cause: unknown) => {
    throw deviceUnavailable(device, reasonOf(cause), cause)
  })
  const worst = disagreement(expected, found)
  if (!(worst <= 1)) {
    throw deviceUnavailable(device, `its results differ from the CPU’s by ${worst.toPrecision(2)} times the tolerance`)
  }
}

async function sampleOn(pack: PackSource, device: Device): Promise<Outputs> {
  const graphs = await openGraphs(pack, device)
  try {
    return await sample(pack, graphs)
  } finally {
    await releaseAll(graphs)
  }
}

async function sample(pack: PackSource, graphs: Graphs): Promise<Outputs> {
  const kind = kindOf(pack.manifest)
  try {
    return await kind.sample(pack.manifest, graphs)
  } catch (cause) {
    throw brokenPack(pack.folder, kind.graphs.join('` and `'), `cannot be run (${reasonOf(cause)})`, cause)
  }
}

async function releaseAll(graphs: Graphs): Promise<void> {
  for (const graph of Object.values(graphs)) await graph.release()
}
