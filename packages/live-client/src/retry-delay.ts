const RETRY_DELAY_MIN_MS = 250
const DOUBLINGS_MAX = 16

/**
 * Doubled each time, and spread over its second half: all clients of a server that restarts would come back
 * at once.
 */
export function retryDelayMs(retries: number, maxMs: number): number {
  const delayMs = Math.min(RETRY_DELAY_MIN_MS * 2 ** Math.min(retries, DOUBLINGS_MAX), maxMs)
  return delayMs * (0.5 + Math.random() / 2)
}

export const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
