import { COLOUR_BINS } from '../contextual/colours.ts'
import { PEOPLE_STRIDE } from '../contextual/grid.ts'
import type { PackManifest, PredictedFamily } from '../manifest.ts'
import { brokenPack } from './errors.ts'
import { type FieldReader, fieldsOf, type Refuse } from './fields.ts'
import { labelsOf, PREDICTED_FAMILIES, REGION_CLASSES } from './labels.ts'

/** Files lie in the pack's folder itself, so that no name can lead out of it. */
const plainName = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/

/**
 * The content of a `pack.json`, every field checked.
 * @param pack the pack as the user named it, for messages
 * @throws UserError `pack_broken` naming the first field that is wrong
 */
export function validateManifest(content: unknown, pack: string): PackManifest {
  const refuse: Refuse = (field, problem) => {
    throw brokenPack(pack, 'pack.json', `is wrong at \`${field}\`, which ${problem}`)
  }
  const root = fieldsOf(content, '', refuse)
  root.whole('schema_version', 1, 1)
  for (const name of ['name', 'version', 'licence', 'description']) root.text(name)
  if (root.text('kind') !== 'contextual') refuse('kind', `is \`${root.text('kind')}\` but must be \`contextual\``)
  checkFiles(root.object('files'), refuse)
  checkInput(root.object('input'), refuse)
  const families = root.names('families', PREDICTED_FAMILIES) as readonly PredictedFamily[]
  if (!families.includes('category')) refuse('families', 'must name `category`')
  checkLabels(root.object('labels'), families, refuse)
  root.names('regions', REGION_CLASSES)
  const limits = root.object('limits')
  limits.whole('people', 1, 256)
  limits.whole('garments', 1, 256)
  checkText(root.object('text'), refuse)
  root.object('colours').whole('bins', COLOUR_BINS, COLOUR_BINS)
  root.flag('category_within_group')
  if (root.has('close_ups')) root.flag('close_ups')
  checkNumbers(root.object('temperatures'), 'temperatures', [], [0.01, 100], refuse)
  const thresholds = root.object('thresholds')
  const required = ['person', 'region_pixel', 'region_area', 'garment']
  for (const name of required) thresholds.number(name, 0, 1)
  checkNumbers(thresholds, 'thresholds', [...required, 'head', 'child'], [0, 1], refuse)
  checkConfusion(root.object('confusion'), refuse)
  return content as PackManifest
}

function checkFiles(files: FieldReader, refuse: Refuse): void {
  for (const name of files.keys()) {
    if (!plainName.test(name)) refuse(`files.${name}`, 'must be the plain name of a file in the folder of the pack')
    const file = files.object(name)
    if (!/^[0-9a-f]{64}$/.test(file.text('sha256'))) {
      refuse(`files.${name}.sha256`, `must be 64 hexadecimal digits but is \`${file.text('sha256')}\``)
    }
    file.whole('bytes', 0, 2 ** 31 - 1)
  }
}

function checkInput(input: FieldReader, refuse: Refuse): void {
  for (const side of ['width', 'height']) {
    const pixels = input.whole(side, PEOPLE_STRIDE, 4096)
    if (pixels % PEOPLE_STRIDE !== 0) {
      refuse(`input.${side}`, `must be a multiple of ${PEOPLE_STRIDE} but is \`${pixels}\``)
    }
  }
  if (input.text('fit') !== 'contain') refuse('input.fit', `is \`${input.text('fit')}\` but must be \`contain\``)
  const pad = input.list('pad')
  const byte = (value: unknown) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255
  if (pad.length !== 3 || !pad.every(byte)) refuse('input.pad', 'must be three whole numbers from 0 to 255')
}

function checkLabels(labels: FieldReader, families: readonly PredictedFamily[], refuse: Refuse): void {
  for (const family of families) {
    if (!labels.has(family)) refuse(`labels.${family}`, 'is missing: every class of an output needs a name')
    labels.names(family, labelsOf(family))
  }
  for (const family of labels.keys()) {
    if (!(families as readonly string[]).includes(family)) refuse(`labels.${family}`, 'is not among `families`')
  }
}

function checkText(text: FieldReader, refuse: Refuse): void {
  if (text.text('kind') !== 'hashed') refuse('text.kind', `is \`${text.text('kind')}\` but must be \`hashed\``)
  text.whole('tokens', 1, 4096)
  text.whole('pieces', 1, 256)
  text.whole('buckets', 2, 2 ** 31 - 1)
}

function checkNumbers(
  numbers: FieldReader,
  path: string,
  extra: readonly string[],
  [least, most]: readonly [number, number],
  refuse: Refuse,
): void {
  const known: readonly string[] = [...PREDICTED_FAMILIES, ...extra]
  for (const name of numbers.keys()) {
    if (!known.includes(name)) refuse(`${path}.${name}`, `is none of ${known.join(', ')}`)
    numbers.number(name, least, most)
  }
}

function checkConfusion(confusion: FieldReader, refuse: Refuse): void {
  for (const family of confusion.keys()) {
    if (!(PREDICTED_FAMILIES as readonly string[]).includes(family)) {
      refuse(`confusion.${family}`, `is none of ${PREDICTED_FAMILIES.join(', ')}`)
    }
    const matrix = confusion.object(family)
    const labels = matrix.names('labels', [...labelsOf(family as PredictedFamily), 'unknown'])
    matrix.text('data')
    const rows = matrix.list('counts')
    const row = (value: unknown) =>
      Array.isArray(value) && value.length === labels.length && value.every((count) => count >= 0)
    if (rows.length !== labels.length || !rows.every(row)) {
      refuse(`confusion.${family}.counts`, `must be ${labels.length} rows of ${labels.length} counts`)
    }
  }
}
