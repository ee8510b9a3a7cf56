import { useRef } from 'react'

/** The first value that is there; later ones change nothing. */
export function useFirst<Value>(value: Value | null | undefined): Value | undefined {
  const first = useRef<Value>(undefined)
  first.current ??= value ?? undefined
  return first.current
}
