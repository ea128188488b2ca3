import { EXIT } from '../errors.ts'

export interface Interruption {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal
  /** The exit code that tells which signal came: 130 or 143. */
  exitCode(): number
  /** Signals do again what they did before. */
  dispose(): void
}

/**
 * The first Ctrl-C (or SIGTERM, as schedulers send it) asks to finish what is under way; the second ends the process
 * at once: everything on the disk is whole at any instant anyway.
 *
 * @param onFirst told once, to say so on the screen
 */
export function watchInterrupts(onFirst: () => void): Interruption {
  const controller = new AbortController()
  let code: number = EXIT.interrupted
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(code)
    code = name === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted
    controller.abort()
    onFirst()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    signal: controller.signal,
    exitCode: () => code,
    dispose() {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}
