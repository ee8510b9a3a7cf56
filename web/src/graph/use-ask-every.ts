import { useEffect, useRef } from 'react'

/** Asks a query again every `ms` milliseconds while the page is looked at: for what is not told live. */
export function useAskEvery(ms: number, ask: () => void): void {
  const latest = useRef(ask)
  useEffect(() => {
    latest.current = ask
  })
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') latest.current()
    }, ms)
    return () => clearInterval(timer)
  }, [ms])
}
