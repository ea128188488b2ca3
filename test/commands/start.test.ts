import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { newFolder, PROGRAM, ROOT, wearabouts } from '../extract/run.ts'

/** A script that, at the end of a process, writes the native modules it has loaded into a file. */
async function nativeModules(args: readonly string[]): Promise<string[]> {
  const folder = await newFolder()
  const out = join(folder, 'loaded.json')
  const spy = join(folder, 'spy.cjs')
  await writeFile(
    spy,
    `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(out)}, JSON.stringify(process.report.getReport().sharedObjects)))`,
  )
  spawnSync(process.execPath, ['--require', spy, PROGRAM, ...args], { cwd: ROOT })
  const { readFile } = await import('node:fs/promises')
  return (JSON.parse(await readFile(out, 'utf8')) as string[]).filter((name) => name.endsWith('.node'))
}

for (const args of [
  ['--help'],
  ['--version'],
  ['extract', '--help'],
  ['doctor', '--help'],
  ['extract'],
  ['extract', 'x', '--bogus'],
]) {
  test(`\`${args.join(' ')}\` loads no native module`, async (t) => {
    t.deepEqual(await nativeModules(args), [])
  })
}

test('--help names every command, and each has a summary and help', (t) => {
  const { code, stdout } = wearabouts(['--help'])
  t.is(code, 0)
  for (const command of ['extract', 'export', 'doctor', 'demo']) {
    t.regex(stdout.toString(), new RegExp(`^  ${command} +\\S`, 'm'))
    t.is(wearabouts([command, '--help']).code, 0)
  }
})

test('an unknown command ends with 2', (t) => {
  const { code, stderr } = wearabouts(['extrct'])
  t.is(code, 2)
  t.is(stderr, 'Error: command extrct not found.\n  See wearabouts --help\n')
})
