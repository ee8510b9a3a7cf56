import { AsyncLocalStorage } from 'node:async_hooks'

/** How many milliseconds the caller still waits. Relative, since clocks of two machines differ. */
export const deadlineHeader = 'x-deadline-ms'

const deadlines = new AsyncLocalStorage<number>()

/** Runs `work` so that calls made within it, at any depth, wait no longer than the caller's deadline. */
export function withinDeadline<T>(remainingMs: number, work: () => Promise<T>): Promise<T> {
  const endsMs = performance.now() + remainingMs
  return deadlines.run(Math.min(endsMs, deadlines.getStore() ?? Infinity), work)
}

/** Returns the remaining part of `limitMs`, given the deadline of the current request. */
export const remainingMs = (limitMs: number): number =>
  Math.min(limitMs, (deadlines.getStore() ?? Infinity) - performance.now())

/** The header's value, or null when it is missing or not a positive number. */
export function parseDeadline(header: string | undefined): number | null {
  const milliseconds = Number(header ?? Number.NaN)
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : null
}
