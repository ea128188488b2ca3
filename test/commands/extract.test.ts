import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import test from 'ava'
import sharp from 'sharp'
import { runPython } from '../dataset/python.ts'
import { paintedPhoto, paintFeed } from '../extract/painted.ts'
import { allRows, newFolder, PROGRAM, tableHashes, wearabouts } from '../extract/run.ts'
import { writePack } from '../inference/helpers/pack.ts'
import { bombPng, halves } from '../photo/drawn.ts'

const pack = await writePack()
const feed = await paintFeed(20, 5)
const withPack = ['--pack', pack, '--workers', '1']

function extract(...args: string[]) {
  return wearabouts(['extract', ...args, ...withPack])
}

/** Every way a photo can be broken, beside three good ones. */
async function poisonedFeed(): Promise<string> {
  const root = await newFolder()
  const jpeg = await halves(640, 480, 'jpeg')
  await writeFile(join(root, 'good.png'), await paintedPhoto(1))
  await writeFile(join(root, 'png-named.jpg'), await paintedPhoto(2))
  await writeFile(
    join(root, 'cmyk.jpg'),
    await sharp(await paintedPhoto(3))
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer(),
  )
  await writeFile(
    join(root, 'deep.png'),
    await sharp(await paintedPhoto(4))
      .toColourspace('rgb16')
      .png()
      .toBuffer(),
  )
  const frames = await Promise.all([5, 6].map((seed) => paintedPhoto(seed)))
  await writeFile(
    join(root, 'moving.gif'),
    await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer(),
  )
  await writeFile(join(root, 'text.jpg'), 'this is not a photo')
  await writeFile(join(root, 'cut.jpg'), jpeg.subarray(0, jpeg.length / 2))
  await writeFile(join(root, 'one-byte.jpg'), 'x')
  await writeFile(join(root, 'empty.jpg'), '')
  await writeFile(join(root, 'bomb.png'), bombPng(60_000, 60_000))
  await writeFile(join(root, 'alone.txt'), 'a caption without a photo')
  spawnSync('mkfifo', [join(root, 'pipe.jpg')])
  return root
}

const poison = {
  text_1: 'not_an_image',
  cut_1: 'truncated',
  'one-byte_1': 'not_an_image',
  empty_1: 'empty',
  bomb_1: 'too_large',
}

test('poisoned photos become rows and ledger lines with a code, and the run goes on', async (t) => {
  const root = join(await newFolder(), 'looks')
  const { code, stdout } = extract(await poisonedFeed(), '-o', root, '--json')
  t.is(code, 0)
  t.like(JSON.parse(stdout.toString()), { photos: 10, failed: 5 })
  const failed = (await allRows(root, 'photos')).filter((row) => row.status === 'failed')
  t.deepEqual(Object.fromEntries(failed.map((row) => [row.photo_id, row.error_code])), poison)
  const ledger = (await readFile(join(root, '_ledger.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.deepEqual(
    Object.fromEntries(ledger.filter((entry) => entry.kind === 'failed').map((entry) => [entry.photo_id, entry.code])),
    poison,
  )
  const skipped = ledger.filter((entry) => entry.kind === 'skipped').map((entry) => [entry.path, entry.code])
  t.deepEqual(skipped.sort(), [
    ['alone.txt', 'caption_without_photo'],
    ['pipe.jpg', 'not_a_file'],
  ])
})

test('more failures than --max-failures end with 3, and the tables are there', async (t) => {
  const poisoned = await poisonedFeed()
  for (const [limit, code] of [
    ['4', 3],
    ['5', 0],
    ['49%', 3],
    ['50%', 0],
  ] as const) {
    const root = join(await newFolder(), 'looks')
    t.is(extract(poisoned, '-o', root, '--max-failures', limit, '--quiet').code, code, limit)
    t.is((await allRows(root, 'photos')).length, 10)
  }
})

test('--retry-failed reads failed photos again and leaves the rest as it is', async (t) => {
  const poisoned = await poisonedFeed()
  await writeFile(join(poisoned, 'zz.png'), await paintedPhoto(9))
  const root = join(await newFolder(), 'looks')
  extract(poisoned, '-o', root, '--part-posts', '3', '--quiet')
  for (const name of ['cut', 'text']) await writeFile(join(poisoned, `${name}.jpg`), await paintedPhoto(40))
  const { stdout } = extract(poisoned, '-o', root, '--part-posts', '3', '--json')
  t.like(JSON.parse(stdout.toString()), { failed: 5, resumed: true })
  const retried = extract(poisoned, '-o', root, '--part-posts', '3', '--retry-failed', '--json')
  t.like(JSON.parse(retried.stdout.toString()), { photos: 11, failed: 3, resumed: true })
  const fresh = join(await newFolder(), 'looks')
  extract(poisoned, '-o', fresh, '--part-posts', '3', '--quiet')
  for (const table of ['photos', 'people', 'garments'] as const)
    t.deepEqual(await allRows(root, table), await allRows(fresh, table))
  const lines = async (folder: string) =>
    (await readFile(join(folder, '_ledger.jsonl'), 'utf8')).trim().split('\n').sort()
  t.deepEqual(await lines(root), await lines(fresh))
})

test('a changed configuration is refused with what changed; --force begins again', async (t) => {
  const root = join(await newFolder(), 'looks')
  extract(feed, '-o', root, '--quiet')
  const before = await tableHashes(root)
  const refused = extract(feed, '-o', root, '--no-captions', '--duplicates', 'keep')
  t.is(refused.code, 2)
  t.regex(
    refused.stderr,
    /was made with another configuration: captions was `true` and is `false`; duplicates was `mark` and is `keep`\./,
  )
  t.deepEqual(await tableHashes(root), before)
  t.is(extract(feed, '-o', root, '--no-captions', '--force', '--quiet').code, 0)
  const photos = await allRows(root, 'photos')
  t.is(photos.length, 20)
  t.true(photos.every((row) => row.caption === null))
})

test('a foreign folder is refused and not touched', async (t) => {
  const root = await newFolder()
  await writeFile(join(root, 'thesis.txt'), 'precious')
  const { code, stderr } = extract(feed, '-o', root)
  t.is(code, 2)
  t.true(stderr.includes(`\`${root}\` exists and is not a dataset of wearabouts; nothing was touched.`), stderr)
  t.deepEqual(await readdir(root), ['thesis.txt'])
})

test('an output inside the input is refused before anything is written', async (t) => {
  const own = await paintFeed(3, 6)
  const { code, stderr } = extract(own, '-o', join(own, 'looks'))
  t.is(code, 2)
  t.regex(stderr, /lies inside the input/)
  t.deepEqual((await readdir(own)).sort(), ['a', 'b', 'c'])
})

test('no such folder and an empty one end with 5 and name the path', async (t) => {
  const missing = extract('/nowhere/at/all', '-o', join(await newFolder(), 'looks'))
  t.is(missing.code, 5)
  t.true(missing.stderr.includes('`/nowhere/at/all`'), missing.stderr)
  const empty = await newFolder()
  const nothing = extract(empty, '-o', join(await newFolder(), 'looks'))
  t.is(nothing.code, 5)
  t.true(nothing.stderr.includes(`\`${empty}\``) && nothing.stderr.includes('.jpg'), nothing.stderr)
})

test('bad flags and values end with 2 and say what is allowed', (t) => {
  for (const [args, words] of [
    [['--bogus'], /--bogus/],
    [['--device', 'abacus'], /`abacus`|abacus.*cpu/],
    [['--table', 'shoes'], /--table=shoes.*garments, people, photos/],
    [['--shard', '17/16'], /`17\/16`/],
    [['--layout', 'pile'], /`pile`/],
    [['--map', 'picture=x'], /picture/],
    [['--progress', 'dance'], /`dance`.*|.*bar, lines, json, none/],
    [['--max-failures', 'few'], /`few`/],
    [['--workers', '0'], /workers/],
  ] as const) {
    const { code, stderr, stdout } = extract(feed, '-o', '/tmp/never', ...args)
    t.is(code, 2, args.join(' '))
    t.regex(stderr, words)
    t.false(stderr.includes('    at '), 'no stack')
    t.is(stdout.length, 0)
  }
  t.is(wearabouts(['extract', feed]).code, 2)
})

test('with --json an error is one object on stdout', (t) => {
  const { code, stdout } = extract('/nowhere', '-o', '/tmp/never', '--json')
  t.is(code, 5)
  t.is(JSON.parse(stdout.toString()).error.code, 'input_missing')
})

test('-o - writes the Arrow stream and nothing else to stdout', async (t) => {
  const { code, stdout, stderr } = extract(feed, '-o', '-', '--verbose', '--progress', 'lines', '--json')
  t.is(code, 0)
  const table = tableFromIPC(stdout)
  const summary = JSON.parse(stderr.slice(stderr.indexOf('{\n')))
  t.is(table.numRows, summary.garments)
  t.is(table.schema.metadata.get('wearabouts.table'), 'garments')
  t.is(table.schema.metadata.get('wearabouts.device'), 'cpu')
  for (const name of ['photos', 'people'])
    t.is(tableFromIPC(extract(feed, '-o', '-', '--table', name).stdout).numRows, summary[name])
  const program = 'import pyarrow.ipc as i, sys; print(i.open_stream(sys.stdin.buffer).read_all().num_rows)'
  const printed = runPython(program, ['pyarrow'], stdout)
  if (typeof printed === 'string') t.is(printed, String(summary.garments))
  else t.log(`skipped: ${printed.absent}`)
})

test('a reader that has enough ends the run without an error', (t) => {
  const command = `"${process.execPath}" "${PROGRAM}" extract "${feed}" -o - --part-posts 1 --pack "${pack}" --quiet`
  const run = spawnSync('bash', ['-c', `${command} | head -c 100 >/dev/null; echo "\${PIPESTATUS[0]}"`], {
    encoding: 'utf8',
  })
  t.is(run.stdout.trim(), '0', run.stderr)
  t.is(run.stderr, '')
})

test('-o x.arrow writes one table to one file, whole, and does not replace another', async (t) => {
  const file = join(await newFolder(), 'looks.arrow')
  t.is(extract(feed, '-o', file, '--table', 'people', '--quiet').code, 0)
  const hash = async () =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
  const before = await hash()
  t.true(tableFromIPC(await readFile(file)).numRows > 5)
  const again = extract(feed, '-o', file)
  t.is(again.code, 2)
  t.regex(again.stderr, /exists already; nothing was touched/)
  t.is(await hash(), before)
  t.is(extract(feed, '-o', file, '--table', 'people', '--force', '--quiet').code, 0)
  t.is(await hash(), before)
})

test('a single file in a folder that is not there is refused', (t) => {
  const { code, stderr } = extract(feed, '-o', '/nowhere/at/all/x.arrow')
  t.is(code, 2)
  t.regex(stderr, /`\/nowhere\/at\/all\/x\.arrow` cannot be written \(ENOENT\)/)
})

test('duplicates are marked, dropped or kept', async (t) => {
  const rowsWith = async (mode: string) => {
    const root = join(await newFolder(), 'looks')
    extract(feed, '-o', root, '--duplicates', mode, '--quiet')
    return { photos: await allRows(root, 'photos'), garments: await allRows(root, 'garments'), root }
  }
  const marked = await rowsWith('mark')
  const copies = marked.photos.filter((row) => row.duplicate_of !== null)
  t.is(copies.length, 2)
  for (const copy of copies) {
    const original = marked.photos.find((row) => row.photo_id === copy.duplicate_of)
    t.is(original?.content_hash, copy.content_hash)
    t.is(original?.duplicate_of, null)
  }
  const ids = new Set(copies.map((row) => row.photo_id))
  t.true(marked.garments.every((row) => row.duplicate === ids.has(row.photo_id)))
  const dropped = await rowsWith('drop')
  t.is(dropped.photos.length, 18)
  t.is((await readFile(join(dropped.root, '_ledger.jsonl'), 'utf8')).match(/"code":"duplicate"/g)?.length, 2)
  t.true((await rowsWith('keep')).photos.every((row) => row.duplicate_of === null))
})

test('accounts are hashed under the key, the same in every run, and never named', async (t) => {
  const folder = await newFolder()
  await writeFile(join(folder, 'x.png'), await paintedPhoto(1))
  await writeFile(join(folder, 'y.png'), await paintedPhoto(2))
  await writeFile(join(folder, 'metadata.csv'), 'file_name,text,username\nx.png,hi,jane.doe\ny.png,ho,jane.doe\n')
  await writeFile(join(folder, 'key'), 'sixteen or more secret bytes')
  const hashesWith = async (...flags: string[]) => {
    const root = join(await newFolder(), 'looks')
    const { code, stderr } = extract(folder, '-o', root, '--quiet', ...flags)
    t.is(code, 0, stderr)
    for (const file of await readdir(root, { recursive: true })) {
      if (/\.\w+$/.test(file)) t.false((await readFile(join(root, file))).includes('jane.doe'), file)
    }
    return (await allRows(root, 'photos')).map((row) => row.account)
  }
  const own = await hashesWith()
  t.regex(own[0]!, /^[0-9a-f]{16}$/)
  t.is(own[0], own[1])
  t.deepEqual(await hashesWith(), own)
  t.notDeepEqual(await hashesWith('--account-key', join(folder, 'key')), own)
  t.is(extract(folder, '-o', '/tmp/never', '--account-key', join(folder, 'none')).code, 4)
})

test('--no-people reads nobody; captions can be left out', async (t) => {
  const root = join(await newFolder(), 'looks')
  extract(feed, '-o', root, '--no-people', '--no-captions', '--quiet')
  t.true((await allRows(root, 'people')).every((row) => row.gender === 'unknown' && row.age === 'unknown'))
  t.true((await allRows(root, 'garments')).every((row) => row.gender !== 'female' && row.gender !== 'male'))
})

test('--dry-run counts, shows ten posts, and writes nothing', async (t) => {
  const { code, stdout } = extract(feed, '--dry-run')
  t.is(code, 0)
  t.regex(stdout.toString(), /^posts +20$/m)
  t.is(
    stdout
      .toString()
      .split('\n')
      .filter((line) => /^[abc]\/2019/.test(line)).length,
    10,
  )
  t.like(JSON.parse(extract(feed, '--dry-run', '--json').stdout.toString()), {
    posts: 20,
    photos: 20,
    with_caption: 15,
  })
})

function commandsTerminal(text: string): boolean {
  return ['\u001b', '\u0007', '\u202e'].some((character) => text.includes(character))
}

test('file names and captions cannot write to the terminal', async (t) => {
  const folder = await newFolder()
  await writeFile(join(folder, 'evil\u001b[2Jname.jpg'), 'no photo')
  await writeFile(join(folder, 'evil\u001b[2Jname.txt'), 'caption \u001b]0;title\u0007 \u202e desrever')
  const { stdout, stderr } = extract(folder, '--dry-run')
  t.false(commandsTerminal(stdout.toString() + stderr))
  const run = extract(folder, '-o', join(await newFolder(), 'looks'), '--verbose')
  t.is(run.code, 0)
  t.true(run.stderr.includes('not_an_image'))
  t.false(commandsTerminal(run.stderr))
})

test('a full disk ends with 75; with more room the same command goes on', async (t) => {
  const place = await newFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', place], { stdio: 'pipe' })
  } catch {
    t.log('skipped: no right to mount a small disk')
    t.pass()
    return
  }
  try {
    const root = join(place, 'looks')
    const flags = ['--part-posts', '2', '--quiet']
    const full = extract(feed, '-o', root, ...flags)
    t.is(full.code, 75, full.stderr)
    t.regex(full.stderr, /There is no space left to write/)
    const parts = (await readdir(root)).filter((name) => name.startsWith('part-')).length
    t.true(parts < 10, `${parts} parts`)
    execFileSync('mount', ['-o', 'remount,size=16m', place])
    t.is(extract(feed, '-o', root, ...flags).code, 0)
    const elsewhere = join(await newFolder(), 'looks')
    extract(feed, '-o', elsewhere, ...flags)
    t.deepEqual(await tableHashes(root), await tableHashes(elsewhere))
  } finally {
    execFileSync('umount', [place])
  }
})

test('an input with a manifest on stdin goes straight to a stream', async (t) => {
  const names = (await readdir(join(feed, 'a'))).filter((name) => name.endsWith('.png'))
  const lines = names.map((name) => JSON.stringify({ image: join('a', name), text: 'hi', date: '2019-05-04' }))
  const run = wearabouts(
    [
      'extract',
      '-',
      '--layout',
      'manifest',
      '--map',
      'image=image,caption=text,date=date',
      '--table',
      'photos',
      '-o',
      '-',
      ...withPack,
    ],
    {
      input: lines.join('\n'),
      cwd: feed,
    },
  )
  t.is(run.code, 0, run.stderr)
  t.is(tableFromIPC(run.stdout).numRows, names.length)
})

test('two processes do not write one dataset', async (t) => {
  const root = join(await newFolder(), 'looks')
  await mkdir(root)
  await writeFile(join(root, '_lock'), JSON.stringify({ pid: process.pid, host: hostname(), started: null }))
  const busy = extract(feed, '-o', root)
  t.is(busy.code, 75)
  t.regex(busy.stderr, /Another process is writing/)
  await rm(join(root, '_lock'))
  t.is(extract(feed, '-o', root, '--quiet').code, 0)
})
