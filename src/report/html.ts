/** Markup that is safe to insert: made by {@link html} or {@link trusted} only. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
  toString(): string {
    return this.markup
  }
}

type Part = Html | string | number | null | undefined | false | readonly Part[]

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** The one place where text becomes markup. Good for element content and quoted attributes alike. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] as string)
}

/** Template tag: what is interpolated is escaped unless it is {@link Html}; arrays are joined, null and false vanish. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, i) => (i === 0 ? text : render(parts[i - 1]) + text)).join(''))
}

/** Markup of our own making: drawn by Vega, read from our files. Never for anything a dataset says. */
export function trusted(markup: string): Html {
  return new Html(markup)
}

/** JSON for a `<script type="application/json">`: nothing in it can end the element or a line of script. */
export function scriptJson(value: unknown): Html {
  const json = JSON.stringify(value)
  return new Html(json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029'))
}

function render(part: Part): string {
  if (part instanceof Html) return part.markup
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'object') return part.map(render).join('')
  return escapeText(String(part))
}
