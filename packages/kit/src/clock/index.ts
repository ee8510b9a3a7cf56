/** Time as an argument: domain and services never read the machine's clock themselves. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** Starts a measurement; calling what it returns gives the milliseconds since. */
export type Stopwatch = () => () => number

/** On the monotonic clock. */
export const monotonicStopwatch: Stopwatch = () => {
  const startedMs = performance.now()
  return () => performance.now() - startedMs
}
