export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow'

const codes: { readonly [style in Style]: readonly [number, number] } = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
}

/** Does stderr show colours? `NO_COLOR` (any value) and `TERM=dumb` say no (https://no-color.org). */
export function coloursShown(
  stream: { readonly isTTY?: boolean } = process.stderr,
  environment: NodeJS.ProcessEnv = process.env,
): boolean {
  return stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb'
}

/** The text in a style where stderr shows colours, else as it is. */
export function paint(style: Style, text: string, shown: boolean = coloursShown()): string {
  const [on, off] = codes[style]
  return shown ? `\u001b[${on}m${text}\u001b[${off}m` : text
}
