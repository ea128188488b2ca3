import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { EXIT, UserError } from '../../errors.ts'
import type { Context } from '../networks/context.ts'
import { SIZES, type SizeName } from './sizes.ts'

/** What `wearabouts train` is told (docs/training.md). Paths are absolute. */
export interface Recipe {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly description: string
  /** The finished pack; its folder `training` keeps checkpoints, the photo cache and the curve. */
  readonly output: string
  /** Folder that paths in label files are relative to. */
  readonly photos: string
  readonly train: readonly string[]
  /** Label files made by a machine. */
  readonly weak: readonly string[]
  readonly validation: readonly string[]
  readonly network: { readonly size: SizeName; readonly context: Context; readonly text: boolean }
  readonly epochs: number
  /** Epochs without improvement after which training ends. */
  readonly patience: number
  readonly batch: number
  readonly learning_rate: number
  readonly weight_decay: number
  /** Share of a batch that comes from the weak label files. */
  readonly weak_share: number
  /** What the weak part of the loss counts, β. */
  readonly weak_weight: number
  readonly label_smoothing: number
  readonly seed: number
}

const DEFAULTS = {
  version: '0.1.0',
  licence: 'unknown',
  description: 'Trained with wearabouts train.',
  weak: [],
  network: {},
  epochs: 30,
  patience: 5,
  batch: 16,
  learning_rate: 2e-3,
  weight_decay: 0.02,
  weak_share: 0.5,
  weak_weight: 0.5,
  label_smoothing: 0.05,
  seed: 1,
}

const NETWORK = { size: 'street', context: 'all', text: true }
const CONTEXTS: readonly string[] = ['none', 'garments', 'tasks', 'all']

/** Reads a recipe. Throws a `UserError` that names the field, or the file or folder that is not there. */
export async function readRecipe(path: string): Promise<Recipe> {
  const raw = parse(path, await readFile(path, 'utf8').catch(() => Promise.reject(missing(path, 'recipe', path))))
  const given = {
    ...DEFAULTS,
    ...raw,
    network: { ...NETWORK, ...(raw.network as object | undefined) },
  } as unknown as Recipe
  const bad = (field: string, value: unknown, expected: string): never => {
    throw new UserError('recipe_invalid', `${path}: \`${field}\` is \`${JSON.stringify(value)}\`, not ${expected}.`, {
      exit: EXIT.usage,
      hint: 'docs/training.md describes the fields of a recipe.',
    })
  }
  for (const field of Object.keys(raw)) {
    if (!(field in DEFAULTS) && !['name', 'output', 'photos', 'train', 'validation'].includes(field)) {
      bad(field, raw[field], 'a field of a recipe')
    }
  }
  for (const field of ['name', 'output', 'photos', 'version', 'licence', 'description'] as const) {
    if (typeof given[field] !== 'string' || given[field] === '') bad(field, given[field] ?? null, 'a text')
  }
  for (const field of ['epochs', 'patience', 'batch'] as const) {
    if (!Number.isInteger(given[field]) || given[field] < 1) bad(field, given[field], 'a whole number from 1')
  }
  for (const field of ['weak_share', 'weak_weight', 'label_smoothing', 'weight_decay', 'learning_rate'] as const) {
    if (!(typeof given[field] === 'number' && given[field] >= 0 && given[field] <= 1))
      bad(field, given[field], '0 to 1')
  }
  if (given.weak_share === 1) bad('weak_share', 1, 'below 1')
  if (!Number.isInteger(given.seed)) bad('seed', given.seed, 'a whole number')
  const { size, context, text } = given.network
  if (!Object.hasOwn(SIZES, size)) bad('network.size', size, `one of ${Object.keys(SIZES).join(', ')}`)
  if (!CONTEXTS.includes(context)) bad('network.context', context, `one of ${CONTEXTS.join(', ')}`)
  if (typeof text !== 'boolean') bad('network.text', text, 'true or false')
  const at = (file: string): string => resolve(dirname(path), file)
  const files = (field: 'train' | 'weak' | 'validation'): string[] => {
    const value = typeof given[field] === 'string' ? [given[field]] : given[field]
    const least = field === 'weak' ? 0 : 1
    if (!Array.isArray(value) || value.length < least || value.some((one) => typeof one !== 'string')) {
      return bad(field, given[field] ?? null, 'a label file or a list of them')
    }
    return value.map(at)
  }
  const recipe: Recipe = {
    ...given,
    output: at(given.output),
    photos: at(given.photos),
    train: files('train'),
    weak: files('weak'),
    validation: files('validation'),
  }
  const folder = await stat(recipe.photos).catch(() => null)
  if (!folder?.isDirectory()) throw missing(path, 'photo folder', recipe.photos)
  return recipe
}

function parse(path: string, text: string): { readonly [field: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as { [field: string]: unknown }
  } catch (cause) {
    throw new UserError('recipe_invalid', `${path} is not JSON: ${(cause as Error).message}.`, {
      exit: EXIT.usage,
      cause,
    })
  }
  throw new UserError('recipe_invalid', `${path} is not a JSON object.`, { exit: EXIT.usage })
}

function missing(recipe: string, what: string, path: string): UserError {
  return new UserError('recipe_input_missing', `${recipe}: there is no ${what} at \`${path}\`.`, {
    exit: EXIT.input,
    hint: 'Paths in a recipe are relative to the recipe.',
  })
}
