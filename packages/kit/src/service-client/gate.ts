/** Limits the concurrent callers; the rest wait in order of arrival, up to a limit. */
export interface Gate {
  /** @returns whether there was room: a caller that got in must leave. */
  enter(): boolean
  isFull(): boolean
  /** Resolves when it is the caller's turn, which has then entered. */
  wait(): Promise<void>
  leave(): void
}

export function createGate(options: { mostInside: number; mostWaiting: number }): Gate {
  const { mostInside, mostWaiting } = options
  const waiting: (() => void)[] = []
  let inside = 0
  return {
    enter: () => {
      if (inside >= mostInside) return false
      inside++
      return true
    },
    isFull: () => waiting.length >= mostWaiting,
    wait: () => new Promise(resolve => void waiting.push(resolve)),
    // A waiting caller takes the place of the leaving one, so that no later caller slips in between.
    leave: () => {
      const next = waiting.shift()
      if (next === undefined) inside--
      else next()
    },
  }
}
