/** How a check ended: `absent` is something this machine lacks and the program does without. */
export type CheckState = 'ok' | 'absent' | 'failed'

/** One finding about this machine. */
export interface Check {
  readonly name: string
  readonly state: CheckState
  readonly detail: string
  /** What to do where it failed or is absent. */
  readonly hint: string | null
}

export interface Diagnosis {
  /** Nothing that the program needs has failed. */
  readonly healthy: boolean
  readonly checks: readonly Check[]
}

export function ok(name: string, detail: string): Check {
  return { name, state: 'ok', detail, hint: null }
}

export function absent(name: string, detail: string, hint: string | null = null): Check {
  return { name, state: 'absent', detail, hint }
}

export function failed(name: string, detail: string, hint: string | null = null): Check {
  return { name, state: 'failed', detail, hint }
}

/** The first line of what went wrong. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}
