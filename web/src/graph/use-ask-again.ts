import { useEffect } from 'react'
import type { CombinedError } from 'urql'

const PAUSE_MS = 2_000

/**
 * Asks a query again, a while after it has failed, for as long as it does.
 * @param error of the last answer; undefined ends it
 */
export function useAskAgain(error: CombinedError | undefined, ask: () => void): void {
  useEffect(() => {
    if (error === undefined) return undefined
    const timer = setTimeout(ask, PAUSE_MS)
    return () => clearTimeout(timer)
    // Each answer has an error of its own; `ask` is another function with each render.
  }, [error])
}
