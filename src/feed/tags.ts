/**
 * A caption with the post's tags behind it as hashtags, for sites that keep them apart. Tags the caption already has
 * are not repeated. Anything but text comes back as it is.
 */
export function withTags(caption: unknown, tags: readonly string[]): unknown {
  if (caption !== undefined && caption !== null && typeof caption !== 'string') return caption
  const text = caption ?? ''
  const known = new Set(text.toLowerCase().match(/#[\p{L}\p{M}\p{N}_]+/gu))
  const missing: string[] = []
  for (const tag of tags) {
    const hashtag = `#${tag.replace(/^#/, '').replace(/[^\p{L}\p{M}\p{N}_]+/gu, '')}`
    if (hashtag === '#' || known.has(hashtag.toLowerCase())) continue
    known.add(hashtag.toLowerCase())
    missing.push(hashtag)
  }
  return [text.trim(), missing.join(' ')].filter((part) => part !== '').join('\n')
}
