import { parentPort, workerData } from 'node:worker_threads'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

/** What comes out of the worker: first the columns, then on each request a row group, at the end neither. */
export interface ParquetMessage {
  readonly columns?: readonly string[]
  readonly records?: readonly { readonly [column: string]: unknown }[]
  readonly error?: string
}

/** Sends the columns at once and a row group for each message that comes in. */
async function serve(port: NonNullable<typeof parentPort>, path: string): Promise<void> {
  const send = (message: ParquetMessage) => port.postMessage(message)
  try {
    const file = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(file)
    const groups = metadata.row_groups.values()
    let rowStart = 0
    const sendGroup = async () => {
      const group = groups.next()
      if (group.done) return send({})
      const rowEnd = rowStart + Number(group.value.num_rows)
      send({ records: await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd, utf8: false }) })
      rowStart = rowEnd
    }
    port.on('message', () => sendGroup().catch((error: unknown) => send({ error: String(error) })))
    send({ columns: parquetSchema(metadata).children.map(({ element }) => element.name) })
  } catch (error) {
    send({ error: String(error) })
  }
}

if (parentPort !== null) await serve(parentPort, workerData as string)
