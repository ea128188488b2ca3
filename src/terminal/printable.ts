/**
 * Text from outside (a path, a caption) as one line that cannot move the cursor, change colours or reverse the
 * reading direction of a terminal: control and direction characters are shown as `\u{…}`.
 */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to make visible
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}
