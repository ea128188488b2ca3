import type { Attributes, DType, Shape, TypedArray } from '../onnx/model.ts'
import type { Initialiser } from './initialise.ts'
import { showShape, size } from './shape.ts'

/** A network that cannot be built: shapes that do not go together, a name used twice. Names the layer. */
export class GraphError extends Error {
  override name = 'GraphError'
}

/** A value of the graph: known type and shape, not yet computed. */
export interface Tensor {
  readonly graph: Graph
  readonly id: number
  readonly dtype: DType
  readonly shape: Shape
  /** The operator that makes it, or where it comes from. */
  readonly source: Operation | 'input' | 'parameter' | 'state' | 'constant'
}

/** One operator of the graph. */
export interface Operation {
  readonly op: string
  readonly domain: string | undefined
  readonly inputs: readonly (Tensor | null)[]
  readonly attributes: Attributes
  readonly outputs: readonly Tensor[]
  /** Layer it was built in, for messages. */
  readonly scope: string
}

export interface ParameterOptions {
  /** How it starts; `he` unless said otherwise. */
  readonly init?: Initialiser
  /** Is it pulled towards zero by weight decay? Tensors with one axis are not, unless said otherwise. */
  readonly decay?: boolean
  /** Its learning rate as a multiple of the network's. */
  readonly learningRate?: number
  /** A frozen parameter keeps its value. */
  readonly frozen?: boolean
}

export interface Parameter extends Required<ParameterOptions> {
  readonly name: string
  readonly shape: readonly number[]
  readonly tensor: Tensor
}

/** A tensor that a step changes without gradients: running averages. */
export interface State {
  readonly name: string
  readonly shape: readonly number[]
  readonly tensor: Tensor
  readonly init: number
  next: Tensor | undefined
}

/** A random mask, filled by the trainer before each step: 1 with probability `keep`. */
export interface Noise {
  readonly name: string
  readonly tensor: Tensor
  readonly keep: number
}

/** The gradient of a value that several operators make together, in place of their own rules. */
export interface Override {
  readonly inputs: readonly Tensor[]
  readonly rule: (gradient: Tensor) => readonly (Tensor | null)[]
}

/**
 * A network under construction. The same description runs in both modes: `training` has a fixed batch and knows
 * random masks and batch statistics, `inference` may leave the batch open (`N`) and uses running averages.
 */
export class Graph {
  readonly mode: 'training' | 'inference'
  readonly operations: Operation[] = []
  readonly inputs = new Map<string, Tensor>()
  readonly parameters = new Map<string, Parameter>()
  readonly states = new Map<string, State>()
  readonly noises: Noise[] = []
  readonly constants = new Map<Tensor, TypedArray>()
  readonly overrides = new Map<Tensor, Override>()
  readonly #known = new Map<string, readonly Tensor[]>()
  readonly #knownConstants = new Map<string, Tensor>()
  readonly #path: string[] = []
  #next = 0

  constructor(mode: 'training' | 'inference' = 'training') {
    this.mode = mode
  }

  /** The layer being built, e.g. `trunk/stage_2`. */
  get path(): string {
    return this.#path.join('/')
  }

  /** Builds a layer: parameters made inside are named `name/...`, messages too. */
  scope<T>(name: string, build: () => T): T {
    this.#path.push(name)
    try {
      return build()
    } finally {
      this.#path.pop()
    }
  }

  /** Something fed at every run. */
  input(name: string, dtype: DType, shape: Shape): Tensor {
    if (this.inputs.has(name)) throw this.error(`input \`${name}\` is there twice`)
    const tensor = this.#tensor(dtype, shape, 'input')
    this.inputs.set(name, tensor)
    return tensor
  }

  /** Something learned. Its name is put behind the scope's. */
  parameter(name: string, shape: readonly number[], options: ParameterOptions = {}): Tensor {
    const full = this.#fullName(name)
    const tensor = this.#tensor('float32', shape, 'parameter')
    this.parameters.set(full, {
      name: full,
      shape,
      tensor,
      init: options.init ?? 'he',
      decay: options.decay ?? shape.length > 1,
      learningRate: options.learningRate ?? 1,
      frozen: options.frozen ?? false,
    })
    return tensor
  }

  /** A running average, starting at `init`; see {@link update}. */
  state(name: string, shape: readonly number[], init = 0): Tensor {
    const full = this.#fullName(name)
    const tensor = this.#tensor('float32', shape, 'state')
    this.states.set(full, { name: full, shape, tensor, init, next: undefined })
    return tensor
  }

  /** Says what a state is after the step. */
  update(state: Tensor, next: Tensor): void {
    const entry = [...this.states.values()].find((candidate) => candidate.tensor === state)
    if (entry === undefined) throw this.error('only a state can be updated')
    entry.next = next
  }

  /** A random mask of 0 and 1 (float32), new at each step and the same for the same seed and step. */
  noise(shape: readonly number[], keep: number): Tensor {
    const name = `noise_${this.noises.length}`
    const tensor = this.#tensor('uint8', shape, 'input')
    this.noises.push({ name, tensor, keep })
    return tensor
  }

  /** A fixed value. Small equal ones are kept once. */
  constant(dtype: DType, shape: readonly number[], data: TypedArray): Tensor {
    if (data.length !== size(shape)) throw this.error(`${data.length} values for a constant of ${showShape(shape)}`)
    const key = data.length <= 64 ? `${dtype}|${shape}|${data}` : undefined
    const known = key === undefined ? undefined : this.#knownConstants.get(key)
    if (known !== undefined) return known
    const tensor = this.#tensor(dtype, shape, 'constant')
    this.constants.set(tensor, data)
    if (key !== undefined) this.#knownConstants.set(key, tensor)
    return tensor
  }

  /** A constant that is made once for each key, however often it is asked for. */
  once(key: string, make: () => Tensor): Tensor {
    const known = this.#knownConstants.get(key) ?? make()
    this.#knownConstants.set(key, known)
    return known
  }

  /** A number. */
  scalar(value: number, dtype: DType = 'float32'): Tensor {
    return this.constant(dtype, [], typedArray(dtype, [value]))
  }

  /** A list of integers, as shapes and axes are given to operators. */
  integers(values: readonly number[]): Tensor {
    return this.constant('int64', [values.length], typedArray('int64', values))
  }

  /** The value of a constant with one element; undefined for anything else. */
  numberOf(tensor: Tensor): number | undefined {
    const data = this.constants.get(tensor)
    return data?.length === 1 ? Number(data[0]) : undefined
  }

  /**
   * Adds an operator and gives its outputs. The same operator on the same inputs is added once.
   * Shapes are the caller's to work out (`src/learning/ops/`).
   */
  operation(
    op: string,
    inputs: readonly (Tensor | null)[],
    outputs: readonly { dtype: DType; shape: Shape }[],
    attributes: Attributes = {},
    domain?: string,
  ): readonly Tensor[] {
    const ids = inputs.map((input) => input?.id ?? '')
    const key = `${op}|${ids}|${outputs.length}|${JSON.stringify(attributes)}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    for (const input of inputs) {
      if (input !== null && input.graph !== this) throw this.error(`${op}: an input belongs to another graph`)
    }
    const made: Tensor[] = []
    const operation: Operation = { op, domain, inputs, attributes, outputs: made, scope: this.path }
    for (const { dtype, shape } of outputs) made.push(this.#tensor(dtype, shape, operation))
    this.operations.push(operation)
    this.#known.set(key, made)
    return made
  }

  /** Gives `value` a gradient rule of its own; what it was computed from is then not looked at. */
  override(value: Tensor, override: Override): Tensor {
    this.overrides.set(value, override)
    return value
  }

  /** An error that names the layer being built. */
  error(message: string): GraphError {
    return new GraphError(this.path === '' ? `${message}.` : `${message}, in layer \`${this.path}\`.`)
  }

  #fullName(name: string): string {
    const full = [...this.#path, name].join('/')
    if (this.parameters.has(full) || this.states.has(full)) throw this.error(`parameter \`${full}\` is there twice`)
    return full
  }

  #tensor(dtype: DType, shape: Shape, source: Tensor['source']): Tensor {
    return { graph: this, id: this.#next++, dtype, shape, source }
  }
}

/** Numbers as the array that a dtype is stored in (bool as bytes). */
export function typedArray(dtype: DType, values: readonly number[]): TypedArray {
  switch (dtype) {
    case 'float32':
      return Float32Array.from(values)
    case 'int64':
      return BigInt64Array.from(values.map((value) => BigInt(value)))
    case 'int32':
      return Int32Array.from(values)
    case 'int8':
      return Int8Array.from(values)
    default:
      return Uint8Array.from(values)
  }
}
