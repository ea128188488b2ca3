import { spawnSync } from 'node:child_process'

/** Runs a Python program and returns what it printed; null, with a reason, where Python or a module is absent. */
export function runPython(
  program: string,
  modules: readonly string[],
  input?: Uint8Array,
): string | { absent: string } {
  const probe = spawnSync('python3', ['-c', `import ${modules.join(', ')}`], { encoding: 'utf8' })
  if (probe.status !== 0) return { absent: `python3 with ${modules.join(', ')} is not here` }
  const run = spawnSync('python3', ['-c', program], { encoding: 'utf8', ...(input ? { input } : {}) })
  if (run.status !== 0) throw new Error(run.stderr)
  return run.stdout.trim()
}
