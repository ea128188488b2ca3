import { RecordBatchReader } from 'apache-arrow'
import { hashColumn } from '../../../src/analysis/input/columns.ts'
import { garmentBatch } from '../../../src/analysis/input/garments.ts'
import { Tally } from '../../../src/analysis/tally/tally.ts'
import type { GarmentRow } from '../../../src/dataset/rows.ts'
import { encodeRows } from '../../../src/dataset/write.ts'

/** Counts drawn rows as `analyze` would count a garments table, through Arrow and back. */
export async function tallyOf(rows: readonly GarmentRow[], minCount = 10, batchRows = 4096): Promise<Tally> {
  const tally = new Tally(minCount)
  const chunks: Uint8Array[] = []
  for await (const chunk of encodeRows('garments', rows, { format: 'stream', batchRows })) chunks.push(chunk)
  for (const batch of RecordBatchReader.from(Buffer.concat(chunks)).open()) {
    if (batch.numRows === 0) continue
    const owners = { post: hashColumn(batch, 'post_id'), account: hashColumn(batch, 'account') }
    tally.addGarments(garmentBatch(batch), null, owners)
  }
  tally.outfits.finishPerson()
  return tally
}
