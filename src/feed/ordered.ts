/**
 * Maps with up to `limit` calls under way, yielding results in the order of the source. What the source has not been
 * asked for is not read, so memory stays bounded by `limit`.
 */
export async function* mapOrdered<T, R>(
  source: Iterable<T> | AsyncIterable<T>,
  limit: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underway: Promise<R>[] = []
  try {
    for await (const item of source) {
      const result = map(item)
      result.catch(() => {})
      underway.push(result)
      if (underway.length >= limit) yield await (underway.shift() as Promise<R>)
    }
    while (underway.length > 0) yield await (underway.shift() as Promise<R>)
  } finally {
    await Promise.allSettled(underway)
  }
}
