import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { defaultKeyFile, hashAccount, keyFingerprint, readAccountKey } from '../../src/dataset/account.ts'
import { newFolder } from '../extract/run.ts'

test('a hash needs the key: another key, another hash; the same key, the same', (t) => {
  const key = Buffer.from('sixteen bytes or more')
  t.regex(hashAccount('jane', key), /^[0-9a-f]{16}$/)
  t.is(hashAccount('jane', key), hashAccount('jane', Buffer.from('sixteen bytes or more')))
  t.not(hashAccount('jane', key), hashAccount('jane', Buffer.from('sixteen bytes or less')))
  t.not(hashAccount('jane', key), hashAccount('Jane', key))
  t.regex(keyFingerprint(key), /^[0-9a-f]{8}$/)
})

test.serial('the own key is made once, for its owner alone, also when many start at once', async (t) => {
  const before = process.env.XDG_CONFIG_HOME
  process.env.XDG_CONFIG_HOME = await newFolder()
  try {
    const keys = await Promise.all(Array.from({ length: 8 }, () => readAccountKey(null)))
    for (const key of keys) t.deepEqual(key, keys[0])
    t.deepEqual(await readFile(defaultKeyFile()), keys[0])
    if (process.platform !== 'win32') t.is((await stat(defaultKeyFile())).mode & 0o777, 0o600)
  } finally {
    if (before === undefined) delete process.env.XDG_CONFIG_HOME
    else process.env.XDG_CONFIG_HOME = before
  }
})

test('a key that is short, missing or a folder is refused with exit code 4', async (t) => {
  const folder = await newFolder()
  await writeFile(join(folder, 'short'), 'secret')
  await mkdir(join(folder, 'folder'))
  t.like(await t.throwsAsync(readAccountKey(join(folder, 'short'))), { code: 'account_key_short', exit: 4 })
  t.like(await t.throwsAsync(readAccountKey(join(folder, 'none'))), { code: 'account_key_unreadable', exit: 4 })
  t.like(await t.throwsAsync(readAccountKey(join(folder, 'folder'))), { code: 'account_key_unreadable', exit: 4 })
})
