import { createHash, createHmac, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { EXIT, UserError } from '../errors.ts'
import { temporaryName } from './files.ts'

/** The secret under which account names are hashed. */
export type AccountKey = Buffer

const FEWEST_BYTES = 16

/**
 * The keyed hash that stands for an account in tables: HMAC-SHA-256 (RFC 2104), its first 64 bits in hexadecimal.
 * Without the key a name cannot be tried out; with the same key an account is the same in every dataset.
 */
export function hashAccount(account: string, key: AccountKey): string {
  return createHmac('sha256', key).update(account).digest('hex').slice(0, 16)
}

/** Eight hexadecimal digits that tell keys apart and say nothing about them. */
export function keyFingerprint(key: AccountKey): string {
  return createHash('sha256').update('wearabouts account key\0').update(key).digest('hex').slice(0, 8)
}

/** Where a user's own key lies: `$XDG_CONFIG_HOME/wearabouts/account.key`, or what the system has in its place. */
export function defaultKeyFile(environment: NodeJS.ProcessEnv = process.env): string {
  const folder =
    environment.XDG_CONFIG_HOME ||
    (process.platform === 'win32' ? environment.APPDATA : undefined) ||
    join(homedir(), '.config')
  return join(folder, 'wearabouts', 'account.key')
}

/**
 * Reads the key of `--account-key FILE`, or the user's own, which is made at first use and readable by nobody else.
 * The same user gets the same hashes in every run; other machines need a copy of the file (docs/privacy.md).
 *
 * @throws UserError `account_key_unreadable`, `account_key_short`, `account_key_unwritable` (exit 4)
 */
export async function readAccountKey(file: string | null): Promise<AccountKey> {
  const from = file ?? defaultKeyFile()
  const existing = await readFile(from).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && file === null) return null
    throw environmentError('account_key_unreadable', `The account key \`${from}\` cannot be read.`, error)
  })
  const key = existing ?? (await createKey(from))
  if (key.byteLength >= FEWEST_BYTES) return key
  throw environmentError('account_key_short', `The account key \`${from}\` has fewer than ${FEWEST_BYTES} bytes.`)
}

/** Two processes may start at once: the first to link its key into place wins, both use that one. */
async function createKey(file: string): Promise<AccountKey> {
  const temporary = temporaryName(file)
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(temporary, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
    await link(temporary, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await unlink(temporary)
    return await readFile(file)
  } catch (error) {
    throw environmentError('account_key_unwritable', `The account key \`${file}\` cannot be made.`, error)
  }
}

function environmentError(code: string, message: string, cause?: unknown): UserError {
  return new UserError(code, message, {
    exit: EXIT.environment,
    hint: 'Give a file of at least 16 secret bytes with --account-key FILE.',
    cause,
  })
}
