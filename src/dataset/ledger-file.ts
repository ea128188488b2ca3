import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceText } from './files.ts'
import { partName, partNumbers } from './folder.ts'
import { type LedgerEntry, ledgerLine } from './ledger.ts'
import { readPartRecord } from './part.ts'

const FILE = '_ledger.jsonl'

export async function appendLedger(root: string, entries: readonly LedgerEntry[]): Promise<void> {
  await appendFile(join(root, FILE), entries.map(ledgerLine).join(''))
}

/** Writes the ledger of all parts from their records: what a killed process did not append is there again. */
export async function rebuildLedger(root: string): Promise<void> {
  const lines: string[] = []
  for (const number of await partNumbers(root)) {
    const { ledger } = await readPartRecord(join(root, partName(number)))
    lines.push(...ledger.map(ledgerLine))
  }
  await replaceText(join(root, FILE), lines.join(''))
}
