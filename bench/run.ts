import { readdir } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** What a benchmark is started with: `--name value` and `--name` (true), as typed. */
export type BenchOptions = { readonly [name: string]: string | true }

interface Bench {
  run(options: BenchOptions): Promise<object>
}

const folder = dirname(fileURLToPath(import.meta.url))

/** Programs beside this one; those with a leading underscore are helpers. */
async function names(): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.js') && !file.startsWith('_'))
  return files.map((file) => file.slice(0, -3)).filter((name) => name !== 'run')
}

function parse(words: readonly string[]): { readonly name: string | undefined; readonly options: BenchOptions } {
  const options: { [name: string]: string | true } = {}
  let name: string | undefined
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (!word.startsWith('--')) {
      name ??= word
      continue
    }
    const next = words[at + 1]
    const [key = '', ...value] = word.slice(2).split('=')
    if (value.length > 0) options[key] = value.join('=')
    else if (next === undefined || next.startsWith('--')) options[key] = true
    else options[key] = words[++at]!
  }
  return { name, options }
}

async function main(): Promise<void> {
  const known = await names()
  const { name, options } = parse(process.argv.slice(2))
  if (name === undefined || !known.includes(name)) {
    process.stderr.write(`Usage: npm run bench -- NAME [--json] [--OPTION VALUE]\nNames: ${known.join(', ')}\n`)
    process.exitCode = name === undefined ? 0 : 2
    return
  }
  const { run } = (await import(pathToFileURL(join(folder, `${name}.js`)).href)) as Bench
  const started = performance.now()
  const figures = await run(options)
  const result = {
    bench: name,
    ...figures,
    seconds: Number(((performance.now() - started) / 1000).toFixed(1)),
    machine: { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism() },
  }
  if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else for (const [key, value] of Object.entries(result)) process.stdout.write(`${key}: ${shown(value)}\n`)
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

await main()
