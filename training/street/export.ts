import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { FOLDER_FLAGS, readFolders } from './folders.ts'
import { writeStreetPack } from './pack.ts'

/**
 * `node dist/training/street/export.js --cache DIR -o models/street [--int8 --data DIR --models DIR --drawn DIR]`: the
 * checkpoints in the cache as a pack, in integers with `--int8`, for which it reads training photos.
 */
const { values } = parseArgs({
  options: {
    ...FOLDER_FLAGS,
    int8: { type: 'boolean', default: false },
    output: { type: 'string', short: 'o', default: 'models/street' },
  },
})

await writeStreetPack(readFolders(values), resolve(values.output), { int8: values.int8 })
