import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { wearabouts } from '../extract/run.ts'
import { manifest, writePack } from '../inference/helpers/pack.ts'

const json = (...args: string[]) => JSON.parse(wearabouts(['models', ...args, '--json']).stdout.toString())

test('models list names packs, and says of a broken one what is wrong', async (t) => {
  const good = await writePack()
  const broken = await writePack({ tamper: (content) => ({ ...content, version: 2 }) })
  const { code, stdout, stderr } = wearabouts(['models', 'list', good, broken])
  t.is(code, 0)
  t.regex(stdout.toString(), /^colours {2}0\.0\.1 {4}Apache-2\.0 +0\.0 {2}\S+$/m)
  t.regex(stderr, /`pack\.json` is wrong at `version`, which must be a text but is `2`\./)
  const { packs } = json('list', good, broken)
  t.is(packs.at(-2).name, 'colours')
  t.is(packs.at(-1).name, null)
  t.is(packs.at(-1).folder, broken)
})

test('models show tells labels, thresholds and how often a family was right', async (t) => {
  const confusion = {
    gender: {
      labels: ['female', 'male'],
      counts: [
        [8, 2],
        [1, 9],
      ],
      data: 'painted',
    },
  } as const
  const pack = await writePack({ manifest: manifest({ confusion }) })
  const { code, stdout } = wearabouts(['models', 'show', pack])
  t.is(code, 0)
  t.regex(stdout.toString(), /^gender +2 +85\.0 % of 20$/m)
  t.regex(stdout.toString(), /^category +21 +not measured$/m)
  const shown = json('show', pack)
  t.deepEqual(shown.families[1], {
    family: 'gender',
    labels: ['female', 'male'],
    threshold: null,
    temperature: 1,
    accuracy: 0.85,
    counted: 20,
  })
})

test('models verify passes a good pack and fails a changed one with exit 4', async (t) => {
  const pack = await writePack()
  const good = wearabouts(['models', 'verify', pack])
  t.is(good.code, 0)
  t.is(good.stderr, 'colours: all files are as stated, and it runs on cpu.\n')
  t.deepEqual(
    json('verify', pack).files.map(({ file }: { file: string }) => file),
    ['pack.json', 'look.onnx', 'context.onnx', 'MODEL_CARD.md'],
  )
  await appendFile(join(pack, 'look.onnx'), ' ')
  const bad = wearabouts(['models', 'verify', pack])
  t.is(bad.code, 4)
  t.is(bad.stdout.toString(), '')
  t.regex(
    bad.stderr,
    /^Error: The model pack `\S+` cannot be used: `look\.onnx` has \d+ bytes where `pack\.json` says \d+\.\n/,
  )
})

test('models verify refuses a device that is none with exit 2, and auto, which is no device', async (t) => {
  for (const name of ['gpu', 'auto']) {
    const { code, stderr } = wearabouts(['models', 'verify', await writePack(), '--device', name])
    t.is(code, 2)
    t.regex(
      stderr,
      new RegExp(`Expected one of cpu, cuda, webgpu, coreml, directml for \`device\` but received \`${name}\``),
    )
  }
})
