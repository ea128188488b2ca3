import type { Placement } from '../photo/placement.ts'
import type { Findings } from './findings.ts'
import type { PackManifest } from './manifest.ts'

/** A tensor on its way in or out of a graph. */
export interface Values {
  readonly type: 'uint8' | 'int32' | 'float32'
  readonly data: Uint8Array | Int32Array | Float32Array
  readonly dims: readonly number[]
}

/** What a graph must take or give; `null` stands for the number of photos, or for a size free to the pack. */
export interface TensorContract {
  readonly type: Values['type']
  readonly dims: readonly (number | null)[]
}

export interface GraphContract {
  readonly inputs: { readonly [name: string]: TensorContract }
  readonly outputs: { readonly [name: string]: TensorContract }
}

/** An output of a graph; always float32. */
export interface Output {
  readonly data: Float32Array
  readonly dims: readonly number[]
}

export type Outputs = { readonly [name: string]: Output }

/** A graph with a session on some device. */
export interface Graph {
  run(feeds: { readonly [name: string]: Values }): Promise<Outputs>
  release(): Promise<void>
}

export type Graphs = { readonly [file: string]: Graph }

/** One photo on its canvas, with the caption of its post. */
export interface PhotoInput {
  /** height * width * 3, RGB. */
  readonly pixels: Uint8Array
  readonly caption: string | null
  readonly placement: Placement
}

/** Photos in, findings out, in the same order. */
export type Reader = (photos: readonly PhotoInput[]) => Promise<Findings[]>

/** A kind of pack: which graphs it has, what they must look like, and how its outputs become findings. */
export interface Kind {
  /** The graph files a pack of this kind has. */
  readonly graphs: readonly string[]
  contract(manifest: PackManifest, file: string): GraphContract
  /** @param people false: gender and age of nobody are read, all are `unknown` */
  reader(manifest: PackManifest, graphs: Graphs, options: { readonly people: boolean }): Reader
  /** All raw outputs for one made-up photo: what a device is compared with the CPU by. */
  sample(manifest: PackManifest, graphs: Graphs): Promise<Outputs>
}
