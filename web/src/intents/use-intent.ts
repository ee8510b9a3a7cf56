import { useEffect, useMemo, useRef, type RefObject } from 'react'

/** An intent that waits for its answer: under the same key a repeat does nothing again. */
export interface HeldIntent<Details> {
  readonly key: string
  readonly details: Details
}

export interface Intent<Details> {
  /** The key of exactly these details: others that wait for their answer are given up. */
  keyFor(details: Details): string
  /** Takes up what waits for its answer, with the details of then; begins anew where nothing does. */
  begin(details: Details): HeldIntent<Details> & {
    /** True where the intent that waited has other details than these. */
    readonly isOther: boolean
  }
  /** The intent that waits for its answer, such as after a reload; null when none does. */
  held(): HeldIntent<Details> | null
  /** Call it when an answer has come, whatever it says. */
  settle(): void
}

/**
 * An intent of the player, such as `pull:<user>:<banner>:10`, and its idempotency key: the same until the outcome is
 * known, over double clicks, lost answers and reloads of the page. The name says whose intent it is where a repeat
 * would cost the next player of the tab.
 */
export const useIntent = <Details = null>(name: string): Intent<Details> =>
  useMemo(() => intentOf<Details>(name), [name])

/** True while the component is there to show an answer: an answer that is not shown leaves its intent held. */
export function useIsShown(): RefObject<boolean> {
  const isShown = useRef(false)
  useEffect(() => {
    isShown.current = true
    return () => {
      isShown.current = false
    }
  }, [])
  return isShown
}

/** @param name of the intent in the storage of the tab */
export function intentOf<Details>(name: string): Intent<Details> {
  const place = `waystone.intent.${name}`
  const held = (): HeldIntent<Details> | null => {
    const text = sessionStorage.getItem(place)
    return text === null ? null : (JSON.parse(text) as HeldIntent<Details>)
  }
  const begin = (details: Details) => {
    const begun = held() ?? { key: crypto.randomUUID(), details }
    sessionStorage.setItem(place, JSON.stringify(begun))
    return { ...begun, isOther: JSON.stringify(begun.details) !== JSON.stringify(details) }
  }
  return {
    held,
    begin,
    keyFor: details => {
      if (begin(details).isOther) sessionStorage.removeItem(place)
      return begin(details).key
    },
    settle: () => sessionStorage.removeItem(place),
  }
}
