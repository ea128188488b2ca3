import { UserError } from '../../errors.ts'
import type { Placement } from '../../photo/placement.ts'
import type { Findings } from '../findings.ts'
import type { Device } from '../session/device.ts'
import type { PackSource } from '../session/open.ts'

/** What a worker is started with. Graphs and ring are shared memory, so that any number of workers cost one copy. */
export interface WorkerStart {
  /** `probe`: check the device and end; `read`: keep sessions and read photos until told to close. */
  readonly task: 'probe' | 'read'
  readonly pack: PackSource
  readonly device: Device
  readonly people: boolean
  readonly ring: SharedArrayBuffer
}

/** A photo in a slot of the ring. */
export interface Work {
  readonly slot: number
  readonly caption: string | null
  readonly placement: Placement
}

export type ToWorker = { readonly type: 'read'; readonly photos: readonly Work[] } | { readonly type: 'close' }

/** Answers come in the order of the requests. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly error: SentError }
  | { readonly type: 'read'; readonly results: readonly Result[] }

export type Result = { readonly findings: Findings } | { readonly failure: string }

/** An error as it crosses threads; a UserError arrives as one. */
export interface SentError {
  readonly message: string
  readonly stack: string | undefined
  readonly user: Pick<UserError, 'code' | 'exit' | 'hint'> | null
}

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined, user: null }
  const user = error instanceof UserError ? { code: error.code, exit: error.exit, hint: error.hint } : null
  return { message: error.message, stack: error.stack, user }
}

export function receiveError({ message, stack, user }: SentError): Error {
  if (user !== null) {
    return new UserError(user.code, message, {
      exit: user.exit,
      ...(user.hint === undefined ? {} : { hint: user.hint }),
    })
  }
  const error = new Error(message)
  if (stack !== undefined) error.stack = stack
  return error
}
