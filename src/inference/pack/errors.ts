import { EXIT, UserError } from '../../errors.ts'

/** A pack that cannot be trusted or does not fit: exit 4; names the pack, the file and what to do. */
export function brokenPack(pack: string, file: string, problem: string, cause?: unknown): UserError {
  return new UserError('pack_broken', `The model pack \`${pack}\` cannot be used: \`${file}\` ${problem}.`, {
    exit: EXIT.environment,
    hint: 'Copy the pack again from where it came, or choose another with --pack (see docs/packs.md).',
    cause,
  })
}
