import { useCallback, useRef } from 'react'

/**
 * The idempotency key of what the player wants, such as `pull:<banner>:10`: the same until the outcome is known, over double
 * clicks, lost answers and reloads of the page. Call `settle` when an answer has come, whatever it says.
 */
export function useIntent(name: string): { key(): string; settle(): void } {
  const place = `waystone.intent.${name}`
  const held = useRef<string | null>(null)
  const key = useCallback(() => {
    held.current ??= sessionStorage.getItem(place) ?? crypto.randomUUID()
    sessionStorage.setItem(place, held.current)
    return held.current
  }, [place])
  const settle = useCallback(() => {
    held.current = null
    sessionStorage.removeItem(place)
  }, [place])
  return { key, settle }
}
