import { setTimeout as delay } from 'node:timers/promises'

const POLL_INTERVAL_MS = 50
const TIMEOUT_MS = 120_000

/** Waits until `check` is true; an error of it counts as false. @throws Error that says what was waited for. */
export async function until(
  what: string,
  check: () => Promise<boolean>,
  { timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {},
): Promise<void> {
  const deadline = performance.now() + timeoutMs
  let reason = ''
  for (;;) {
    try {
      if (await check()) return
    } catch (error) {
      reason = `: ${error instanceof Error ? error.message : String(error)}`
    }
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}${reason}`)
    await delay(POLL_INTERVAL_MS)
  }
}
