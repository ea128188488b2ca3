/** The first line of an error of the runtime, less where in its C++ sources it arose. */
export function reasonOf(error: unknown): string {
  const line = String(error instanceof Error ? error.message : error).split('\n')[0]!
  return line.replace(/^\S+\.(?:cc|h):\d+ .* was false\. /, '').replace(/\.$/, '')
}
