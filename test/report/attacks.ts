/** Strings that become markup, script, expression, style or formula where something is not escaped. */
export const attacks: readonly string[] = [
  '</script><script>globalThis.pwned = 1</script>',
  '<img src=x onerror="globalThis.pwned = 1">',
  '"><svg onload=globalThis.pwned=1>',
  "' onmouseover='globalThis.pwned=1",
  '</style><style>*{display:none}',
  '<!--<script>',
  'url(https://attacker.invalid/x)',
  '<image href="https://attacker.invalid/x">',
  'datum.constructor.constructor("globalThis.pwned=1")()',
  '{{constructor.constructor("globalThis.pwned=1")()}}',
  '=HYPERLINK("https://attacker.invalid")',
  '$& $` pre$`post',
  '\u2028globalThis.pwned=1//\u2029',
  '__proto__',
]
