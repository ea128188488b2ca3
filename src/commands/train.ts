import { availableParallelism } from 'node:os'
import { Args, Flags } from '@oclif/core'
import type { TrainSummary } from '../learning/recipe/train.ts'
import { WearaboutsCommand } from '../terminal/command.ts'
import { watchInterrupts } from '../terminal/interrupt.ts'

export default class Train extends WearaboutsCommand {
  static override summary = 'Train a model pack from labelled and machine-labelled photos.'

  static override description = `A recipe names label files, photos and the network (docs/training.md). After each epoch
the pack is validated and a checkpoint kept; run the same command again to go on where it stopped.`

  static override examples = [
    '<%= config.bin %> train recipe.json',
    '<%= config.bin %> train recipe.json --anew --threads 8',
  ]

  static override args = { recipe: Args.string({ description: 'recipe file (JSON)', required: true }) }

  static override flags = {
    threads: Flags.integer({ description: 'threads of the training graph', min: 1, default: availableParallelism() }),
    anew: Flags.boolean({ description: 'forget an earlier training of this recipe', default: false }),
    quiet: Flags.boolean({ char: 'q', description: 'only errors', default: false }),
  }

  async run(): Promise<TrainSummary> {
    const { args, flags } = await this.parse(Train)
    const { readRecipe } = await import('../learning/recipe/recipe.ts')
    const { forget, train } = await import('../learning/recipe/train.ts')
    const recipe = await readRecipe(args.recipe)
    if (flags.anew) await forget(recipe)
    const say = (text: string): void => {
      if (!flags.quiet) this.say(text)
    }
    const interruption = watchInterrupts(() => say('Stopping: the last finished epoch is kept.'))
    let told = performance.now()
    try {
      const summary = await train(recipe, {
        threads: flags.threads,
        signal: interruption.signal,
        onStep({ epoch, step, steps, loss }) {
          if (performance.now() - told < 10_000) return
          told = performance.now()
          say(`Epoch ${epoch + 1}, step ${step} of ${steps}, loss ${loss.toFixed(3)}.`)
        },
        onEpoch({ epoch, loss, validation, photos_per_second }) {
          const score = (100 * validation).toFixed(1)
          const speed = photos_per_second.toFixed(1)
          say(`Epoch ${epoch}: loss ${loss.toFixed(3)}, validation score ${score} %, ${speed} photos a second.`)
        },
      })
      if (summary.interrupted) process.exitCode = interruption.exitCode()
      else say(`The pack is in ${summary.pack}, with the weights of epoch ${summary.best}.`)
      return summary
    } finally {
      interruption.dispose()
    }
  }
}
