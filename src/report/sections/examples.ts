import type { Example } from '../examples/examples.ts'
import { type Html, html } from '../html.ts'
import type { Words } from '../words.ts'

/** Thumbnails by category; nothing where none were asked for. */
export function examplesSection(examples: readonly Example[], words: Words): Html {
  const { t } = words
  if (examples.length === 0) return html``
  const items = examples.map(({ category, uri }) => {
    const name = words.capital(words.name(category))
    return html`<li><img src="${uri}" alt="${name}" loading="lazy"><span>${name}</span></li>`
  })
  return html`<section id="examples" class="full"><h2>${t.examples.heading}</h2><p class="intro">${t.examples.intro}</p><ul class="examples">${items}</ul></section>`
}
