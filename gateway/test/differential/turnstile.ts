import { setImmediate } from 'node:timers'

/**
 * Lets answers arrive one at a time, in an order that depends only on what was asked: two executors that ask
 * the same see the same order, however many promises each of them is made of.
 */
export interface Turnstile {
  /** Waits for its turn: nothing else is on its way, and no waiting key is smaller. */
  pass(key: string): Promise<void>
}

export function createTurnstile(): Turnstile {
  const waiting: { key: string; go: () => void }[] = []

  const letOnePass = () => {
    waiting.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    waiting.shift()?.go()
    // By the next turn of the event loop, the code that this answer resumes has sent its next requests.
    if (waiting.length > 0) setImmediate(letOnePass)
  }

  return {
    pass: key =>
      new Promise(resolve => {
        waiting.push({ key, go: resolve })
        if (waiting.length === 1) setImmediate(letOnePass)
      }),
  }
}
