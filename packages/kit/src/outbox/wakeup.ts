/** A wait that can be cut short; a wake-up without a waiter is remembered for the next wait. */
export interface Wakeup {
  wake(): void
  wait(timeoutMs: number): Promise<void>
}

export function createWakeup(): Wakeup {
  let woken = false
  let resume: (() => void) | undefined
  return {
    wake: () => {
      woken = true
      resume?.()
    },
    wait: async timeoutMs => {
      if (!woken) {
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, timeoutMs)
          resume = () => {
            clearTimeout(timer)
            resolve()
          }
        })
        resume = undefined
      }
      woken = false
    },
  }
}
