type Fields = { [name: string]: unknown }

/**
 * Gives data that came from another thread its classes back: threads exchange fields, not methods. `fresh` is a new
 * object of the same class; what is an object in both is restored in place, all else is taken over.
 */
export function restore<T extends object>(fresh: T, data: object): T {
  const target = fresh as Fields
  for (const [name, value] of Object.entries(data)) {
    const own = target[name]
    if (isInstance(own) && isInstance(value)) restore(own, value)
    else target[name] = value
  }
  return fresh
}

/** An object with named fields: no list, no map, no typed array. */
function isInstance(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Map) &&
    !ArrayBuffer.isView(value)
  )
}

/** The memory behind all typed arrays of some data, to be handed over instead of copied. */
export function buffersOf(data: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>()
  const visit = (value: unknown) => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) found.add(value.buffer)
    } else if (typeof value === 'object' && value !== null && !(value instanceof Map)) {
      for (const part of Object.values(value)) visit(part)
    }
  }
  visit(data)
  return [...found]
}
