type Attributes = { readonly [name: string]: string | boolean | ((event: Event) => void) }

/** An element with attributes, listeners (`onclick`) and children; text stays text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value)
    else if (value === true) node.setAttribute(name, '')
    else if (value !== false) node.setAttribute(name, value)
  }
  node.append(...children)
  return node
}

/** A labelled choice among values; the first option stands for none. */
export function choice(
  label: string,
  none: string | null,
  options: readonly (readonly [value: string, text: string])[],
  selected: string,
  onChange: (value: string) => void,
): HTMLLabelElement {
  const select = element('select', { onchange: () => onChange(select.value) })
  if (none !== null) select.append(element('option', { value: '' }, none))
  for (const [value, text] of options) select.append(element('option', { value }, text))
  select.value = selected
  return element('label', { class: 'choice' }, element('span', {}, label), select)
}
