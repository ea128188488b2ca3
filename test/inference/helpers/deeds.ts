/** What the worker of the pool's tests does with a photo, by the first byte of its slot. */
export const DEED = { read: 0, exit: 1, throw: 2, fail: 3, exitOnce: 4 } as const
