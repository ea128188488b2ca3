import { createHash } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PackManifest, PredictedFamily } from '../../inference/manifest.ts'
import { exportGraph } from '../export/export.ts'
import { Graph, type Tensor } from '../graph/graph.ts'
import { type ContextInputs, contextual } from '../networks/context.ts'
import { look, lookOutputs } from '../networks/look.ts'
import { INPUT_FEEDS } from './batch.ts'
import { type Epoch, trainingCurve } from './curve.ts'
import { feedInputs } from './network.ts'
import type { Recipe } from './recipe.ts'
import {
  CANVAS,
  COLOUR_BINS,
  contextSizes,
  GARMENT_FAMILIES,
  LABELS,
  LIMITS,
  lookSizes,
  PERSON_FAMILIES,
  REGION_GRID,
  REGIONS,
  TEXT,
  THRESHOLDS,
} from './sizes.ts'
import type { Validation } from './validate.ts'

/** What a finished training hands over. */
export interface Trained {
  readonly weights: ReadonlyMap<string, Float32Array>
  readonly validation: Validation
  readonly epochs: readonly Epoch[]
  readonly counts: { readonly clean: number; readonly weak: number; readonly validation: number }
}

/** Writes the pack into the recipe's output folder, `pack.json` last. A family without validation labels is left out. */
export async function writePack(recipe: Recipe, trained: Trained): Promise<PackManifest> {
  const files: Record<string, Uint8Array | string> = {
    'look.onnx': lookModel(recipe, trained.weights),
    'context.onnx': contextModel(recipe, trained),
    'MODEL_CARD.md': modelCard(recipe, trained),
    'training.vl.json': `${JSON.stringify(trainingCurve(trained.epochs, recipe.name), null, 2)}\n`,
  }
  await mkdir(recipe.output, { recursive: true })
  await rm(join(recipe.output, 'pack.json'), { force: true })
  for (const [name, content] of Object.entries(files)) await replace(join(recipe.output, name), content)
  const manifest = manifestOf(recipe, trained, files)
  await replace(join(recipe.output, 'pack.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}

async function replace(path: string, content: Uint8Array | string): Promise<void> {
  await writeFile(`${path}.partial`, content)
  await rename(`${path}.partial`, path)
}

function lookModel({ network, name }: Recipe, weights: Trained['weights']): Uint8Array {
  const graph = new Graph('inference')
  const photo = graph.input('photo', 'uint8', ['N', CANVAS.height, CANVAS.width, 3])
  return exportGraph({
    graph,
    outputs: lookOutputs(look(photo, lookSizes(network.size))),
    weights,
    name: `${name} look`,
  })
}

function contextModel({ network, name }: Recipe, { weights, validation }: Trained): Uint8Array {
  const graph = new Graph('inference')
  const sizes = lookSizes(network.size)
  const inputs = {
    features: graph.input('features', 'float32', ['N', sizes.fused, REGION_GRID.height, REGION_GRID.width]),
    scene: graph.input('scene', 'float32', ['N', sizes.widths[4]]),
    ...feedInputs(
      graph,
      INPUT_FEEDS.filter(({ name }) => name !== 'photo'),
      'N',
    ),
  } as unknown as ContextInputs
  const all = contextual(inputs, contextSizes(network.size, network.context, network.text))
  const outputs = Object.fromEntries(measured(validation).map((family) => [family, all[family] as Tensor]))
  return exportGraph({ graph, outputs, weights, name: `${name} context` })
}

/** Families that validation could measure: no other is claimed. */
function measured({ families }: Validation): PredictedFamily[] {
  const all: PredictedFamily[] = [...GARMENT_FAMILIES, ...PERSON_FAMILIES, 'occasion']
  return all.filter((family) => families[family] !== undefined)
}

function manifestOf(recipe: Recipe, { validation }: Trained, files: Record<string, Uint8Array | string>): PackManifest {
  const families = measured(validation)
  const facts = (content: Uint8Array | string) => ({
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: Buffer.byteLength(content),
  })
  return {
    schema_version: 1,
    name: recipe.name,
    version: recipe.version,
    licence: recipe.licence,
    description: recipe.description,
    kind: 'contextual',
    files: Object.fromEntries(Object.entries(files).map(([name, content]) => [name, facts(content)])),
    input: { width: CANVAS.width, height: CANVAS.height, fit: 'contain', pad: CANVAS.pad },
    families,
    labels: Object.fromEntries(families.map((family) => [family, LABELS[family]])),
    regions: REGIONS,
    limits: LIMITS,
    text: TEXT,
    colours: { bins: COLOUR_BINS },
    category_within_group: true,
    temperatures: validation.temperatures,
    thresholds: THRESHOLDS,
    confusion: Object.fromEntries(families.map((family) => [family, validation.families[family]?.confusion])),
  }
}

function modelCard(recipe: Recipe, { validation, epochs, counts }: Trained): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const rows = Object.entries(validation.families).map(
    ([family, { n, accuracy, low, high, balanced_accuracy, macro_f1, ece }]) =>
      `| ${family} | ${n} | ${percent(accuracy)} | ${percent(low)} to ${percent(high)} | ${percent(balanced_accuracy)} | ${percent(macro_f1)} | ${ece === null ? '' : percent(ece)} |`,
  )
  const found = [
    validation.regions === null
      ? ''
      : `\nRegion cells named rightly, mean over classes: ${percent(validation.regions)}.\n`,
    validation.people === null ? '' : `\nPeople seen near their centre: ${percent(validation.people)}.\n`,
  ]
  const { network, seed, weak_share } = recipe
  return `# ${recipe.name} ${recipe.version}

${recipe.description}

Licence of the weights: ${recipe.licence}. Trained with \`wearabouts train\` on ${counts.clean} checked and ${counts.weak} machine-labelled photos, chosen on ${counts.validation} validation photos, ${epochs.length} epochs, seed ${seed}. Network: size ${network.size}, context ${network.context}, text ${network.text ? 'on' : 'off'}; share of machine labels ${weak_share}.

## Measured

On the validation photos, with the labelled boxes given: how well the network names what it is shown, not how well it finds it. The epoch was chosen on the same photos, so these figures are a little too good; \`wearabouts evaluate\` on photos kept apart has no such fault.

| family | n | accuracy | 95 % interval | balanced | macro F1 | ECE |
|---|---|---|---|---|---|---|
${rows.join('\n')}
${found.join('')}
## Limits

A pack learns the prejudices of its labels. Gender is how a photo was labelled, not who somebody is. Look at \`pack.json\` for the confusion matrices, and at the photos that were labelled, before figures are believed.
`
}
