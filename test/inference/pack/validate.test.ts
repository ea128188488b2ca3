import test from 'ava'
import { UserError } from '../../../src/errors.ts'
import { validateManifest } from '../../../src/inference/pack/validate.ts'
import { manifest } from '../helpers/pack.ts'

type Json = { [field: string]: unknown }

/** What is said of the manifest after a change to its JSON. */
function problem(change: (json: Json) => void): string {
  const json = JSON.parse(JSON.stringify(manifest())) as Json
  change(json)
  try {
    validateManifest(json, 'models/street')
    return 'nothing'
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return error.message.replace('The model pack `models/street` cannot be used: `pack.json` is wrong at ', '')
  }
}

const inside = (json: Json, field: string): Json => json[field] as Json

test('a right manifest passes', (t) => {
  t.is(
    problem(() => {}),
    'nothing',
  )
})

test('close-ups and the heat of heads may be stated', (t) => {
  const states = (changes: Json, thresholds: Json = {}) =>
    problem((json) => {
      Object.assign(json, changes)
      Object.assign(inside(json, 'thresholds'), thresholds)
    })
  t.is(states({ close_ups: true }, { head: 0.2 }), 'nothing')
  t.is(states({ close_ups: false }), 'nothing')
})

const wrong: readonly [title: string, change: (json: Json) => void, said: string][] = [
  [
    'a later version of the schema',
    (json) => (json.schema_version = 2),
    '`schema_version`, which must be 1 but is `2`.',
  ],
  ['a missing name', (json) => delete json.name, '`name`, which must be a text but is missing.'],
  ['another kind', (json) => (json.kind = 'detector'), '`kind`, which is `detector` but must be `contextual`.'],
  [
    'a size that no grid fits',
    (json) => (inside(json, 'input').width = 100),
    '`input.width`, which must be a multiple of 8 but is `100`.',
  ],
  [
    'a size of the wrong type',
    (json) => (inside(json, 'input').height = '256'),
    '`input.height`, which must be a whole number from 8 to 4096 but is `"256"`.',
  ],
  [
    'a pad that is no colour',
    (json) => (inside(json, 'input').pad = [0, 0, 256]),
    '`input.pad`, which must be three whole numbers from 0 to 255.',
  ],
  ['no object where one is due', (json) => (json.input = null), '`input`, which must be an object but is `null`.'],
  [
    'an unknown family',
    (json) => (json.families = ['category', 'shoe_size']),
    '`families[1]`, which is `"shoe_size"`, none of category, gender, age, occasion, closure_type, ' +
      'dress_skirt_shape, lower_body_length, neckline, product_color, sleeve_length, sleeve_style, ' +
      'upper_body_length, pattern.',
  ],
  ['no categories', (json) => (json.families = ['gender']), '`families`, which must name `category`.'],
  [
    'a label that maps to nothing',
    (json) => ((inside(json, 'labels').gender as string[])[1] = 'LABEL_1'),
    '`labels.gender[1]`, which is `"LABEL_1"`, none of female, male.',
  ],
  [
    'unknown as a class',
    (json) => (inside(json, 'labels').gender as string[]).push('unknown'),
    '`labels.gender[2]`, which is `"unknown"`, none of female, male.',
  ],
  [
    'a label given twice',
    (json) => ((inside(json, 'labels').gender as string[])[1] = 'female'),
    '`labels.gender[1]`, which names `"female"` a second time.',
  ],
  [
    'missing labels',
    (json) => delete inside(json, 'labels').occasion,
    '`labels.occasion`, which is missing: every class of an output needs a name.',
  ],
  [
    'labels of a family that is not predicted',
    (json) => (inside(json, 'labels').pattern = ['solid']),
    '`labels.pattern`, which is not among `families`.',
  ],
  [
    'an unknown region',
    (json) => (json.regions = ['background', 'hat']),
    '`regions[1]`, which is `"hat"`, none of background, body, full_body_garment, outerwear, ' +
      'upper_body_garment, lower_body_garment, accessory.',
  ],
  [
    'no places for people',
    (json) => (inside(json, 'limits').people = 0),
    '`limits.people`, which must be a number from 1 to 256 but is `0`.',
  ],
  [
    'a histogram of another length',
    (json) => (inside(json, 'colours').bins = 64),
    '`colours.bins`, which must be 150 but is `64`.',
  ],
  [
    'a missing threshold',
    (json) => delete inside(json, 'thresholds').person,
    '`thresholds.person`, which must be a number from 0 to 1 but is missing.',
  ],
  [
    'a threshold above 1',
    (json) => (inside(json, 'thresholds').occasion = 40),
    '`thresholds.occasion`, which must be a number from 0 to 1 but is `40`.',
  ],
  [
    'close-ups that are neither on nor off',
    (json) => (json.close_ups = 'yes'),
    '`close_ups`, which must be `true` or `false` but is `"yes"`.',
  ],
  [
    'close-ups that are null',
    (json) => (json.close_ups = null),
    '`close_ups`, which must be `true` or `false` but is `null`.',
  ],
  [
    'a heat of heads that is no share',
    (json) => (inside(json, 'thresholds').head = '0.3'),
    '`thresholds.head`, which must be a number from 0 to 1 but is `"0.3"`.',
  ],
  [
    'a temperature of 0',
    (json) => (json.temperatures = { gender: 0 }),
    '`temperatures.gender`, which must be a number from 0.01 to 100 but is `0`.',
  ],
  [
    'a hash that is none',
    (json) => (json.files = { 'a.onnx': { sha256: 'abc', bytes: 3 } }),
    '`files.a.onnx.sha256`, which must be 64 hexadecimal digits but is `abc`.',
  ],
  [
    'a confusion matrix that is not square',
    (json) => (json.confusion = { gender: { labels: ['female', 'male'], data: 'x', counts: [[1, 2], [3]] } }),
    '`confusion.gender.counts`, which must be 2 rows of 2 counts.',
  ],
]

for (const [title, change, said] of wrong) test(`refused: ${title}`, (t) => t.is(problem(change), said))

test('refused: a file that is no object', (t) => {
  t.throws(() => validateManifest([1], 'p'), {
    message:
      'The model pack `p` cannot be used: `pack.json` is wrong at `the file`, which must be an object but is `[1]`.',
  })
})
