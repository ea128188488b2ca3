import { execFile } from 'node:child_process'
import { appendFile, copyFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test, { type ExecutionContext } from 'ava'
import { UserError } from '../../../src/errors.ts'
import { loadPack } from '../../../src/inference/pack/load.ts'
import { Message } from '../../../src/learning/onnx/wire.ts'
import { lookModel } from '../helpers/graphs.ts'
import { manifest, type PackParts, sha256, writePack } from '../helpers/pack.ts'

/** The pack is refused with exit 4, its folder and this problem. */
async function refused(t: ExecutionContext, folder: string, problem: string): Promise<void> {
  const error = await t.throwsAsync(loadPack(folder), { instanceOf: UserError })
  t.is(error.message, `The model pack \`${folder}\` cannot be used: ${problem}.`)
  t.is(error.exit, 4)
  t.is(error.code, 'pack_broken')
  t.regex(error.hint ?? '', /--pack/)
}

const tampered = (tamper: NonNullable<PackParts['tamper']>) => writePack({ tamper })

test('a good pack is loaded with the hashes of all its files', async (t) => {
  const folder = await writePack()
  const pack = await loadPack(folder)
  t.is(pack.manifest.name, 'colours')
  t.deepEqual(Object.keys(pack.hashes), ['pack.json', 'look.onnx', 'context.onnx', 'MODEL_CARD.md'])
  t.is(pack.hashes['look.onnx'], sha256(lookModel(manifest())))
  t.deepEqual(Uint8Array.from(pack.graphs['look.onnx']!), lookModel(manifest()))
})

test('a folder that is not there is named', async (t) => {
  const folder = join(tmpdir(), 'no-such-pack')
  const error = await t.throwsAsync(loadPack(folder), { instanceOf: UserError })
  t.is(error.message, `There is no model pack at \`${folder}\`: a pack is a folder with a pack.json.`)
  t.is(error.exit, 4)
})

test('a folder without a pack.json is refused', async (t) => {
  const folder = await writePack()
  await rm(join(folder, 'pack.json'))
  await refused(t, folder, '`pack.json` is missing')
})

test('a pack.json that is not JSON is refused', async (t) => {
  const folder = await writePack()
  await writeFile(join(folder, 'pack.json'), '{"name": ')
  const error = await t.throwsAsync(loadPack(folder))
  t.regex(error.message, /`pack\.json` is not JSON \(/)
})

test('a changed byte is found by the hash', async (t) => {
  const folder = await writePack()
  const changed = lookModel(manifest())
  changed[changed.length - 5]! ^= 1
  await writeFile(join(folder, 'look.onnx'), changed)
  const stated = sha256(lookModel(manifest()))
  await refused(t, folder, `\`look.onnx\` has the SHA-256 ${sha256(changed)} where \`pack.json\` says ${stated}`)
})

test('a file that is longer is refused without being read whole', async (t) => {
  const folder = await writePack()
  await appendFile(join(folder, 'MODEL_CARD.md'), 'more')
  await refused(t, folder, '`MODEL_CARD.md` has 19 bytes where `pack.json` says 18')
})

test('a missing file is named', async (t) => {
  const folder = await writePack()
  await rm(join(folder, 'context.onnx'))
  await refused(t, folder, '`context.onnx` is missing')
})

test('a file that is a symbolic link is refused, even to the right bytes', async (t) => {
  const folder = await writePack()
  const outside = `${folder}-outside.onnx`
  await rename(join(folder, 'look.onnx'), outside)
  await symlink(outside, join(folder, 'look.onnx'))
  await refused(t, folder, '`look.onnx` is a symbolic link, which a pack may not have')
})

test('a pipe in place of a file does not hang the program', async (t) => {
  if (process.platform === 'win32') return t.pass()
  const folder = await writePack()
  await rm(join(folder, 'look.onnx'))
  await promisify(execFile)('mkfifo', [join(folder, 'look.onnx')])
  await refused(t, folder, '`look.onnx` is not a regular file')
})

test('no file name leads out of the folder', async (t) => {
  for (const name of ['../look.onnx', '/etc/passwd', 'sub/look.onnx', '..', '.hidden', 'a\\b', 'C:x']) {
    const folder = await tampered((json) => ({
      ...json,
      files: { ...(json.files as object), [name]: { sha256: '0'.repeat(64), bytes: 1 } },
    }))
    await refused(
      t,
      folder,
      `\`pack.json\` is wrong at \`files.${name}\`, which must be the plain name of a file in the folder of the pack`,
    )
  }
})

test('a pack without one of its graphs is refused', async (t) => {
  const folder = await tampered((json) => {
    const { 'context.onnx': _, ...files } = json.files as { [name: string]: unknown }
    return { ...json, files }
  })
  await refused(t, folder, '`pack.json` does not list `context.onnx` among its files')
})

test('a graph that takes weights from another file is refused', async (t) => {
  const entry = new Message().text(1, 'location').text(2, '../../secret')
  const weights = new Message().text(8, 'weights').message(13, entry).integer(14, 1)
  const look = new Message().integer(1, 9).message(7, new Message().message(5, weights)).finish()
  await refused(
    t,
    await writePack({ look }),
    '`look.onnx` takes tensors from other files (external data), which is refused',
  )
})

test('a graph in another format is refused', async (t) => {
  const text = new TextEncoder().encode('version https://git-lfs.github.com/spec/v1')
  const error = await t.throwsAsync(loadPack(await writePack({ look: text })))
  t.regex(error.message, /`look\.onnx` is not an ONNX model \(/)
  const ort = new TextEncoder().encode('\u0010\u0000\u0000\u0000ORTM....')
  await refused(t, await writePack({ look: ort }), '`look.onnx` is in the ORT format, but a pack holds plain ONNX')
})

test('a pack may lie behind a link to its folder', async (t) => {
  const folder = await writePack()
  await symlink(folder, `${folder}-link`)
  t.is((await loadPack(`${folder}-link`)).manifest.name, 'colours')
})

test('other files in the folder are not read', async (t) => {
  const folder = await writePack()
  await mkdir(join(folder, 'notes'))
  await copyFile(join(folder, 'pack.json'), join(folder, 'unlisted.json'))
  t.false('unlisted.json' in (await loadPack(folder)).hashes)
})
