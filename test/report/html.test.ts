import test from 'ava'
import { escapeText, html, scriptJson, trusted } from '../../src/report/html.ts'
import { attacks } from './attacks.ts'

test('what is interpolated is escaped, markup of our own is not, lists are joined, null and false vanish', (t) => {
  const items = ['a<b', 'c&d'].map((text) => html`<li>${text}</li>`)
  t.is(
    html`<ul title="${'"quoted"'}">${items}</ul>${null}${false}${trusted('<hr>')}${0}`.markup,
    '<ul title="&quot;quoted&quot;"><li>a&lt;b</li><li>c&amp;d</li></ul><hr>0',
  )
})

test('no attack string leaves a character that can open markup or end an attribute', (t) => {
  for (const attack of attacks) t.notRegex(escapeText(attack), /[<>"']/)
})

test('JSON in a script cannot end the element or a line, and reads back the same', (t) => {
  for (const attack of attacks) {
    const { markup } = scriptJson({ attack })
    t.notRegex(markup, /[<\u2028\u2029]/)
    t.deepEqual(JSON.parse(markup), { attack })
  }
})

test('text that was inserted is never scanned again', (t) => {
  t.is(html`${'$&'}${'$`'}${"$'"}`.markup, '$&amp;$`$&#39;')
})
