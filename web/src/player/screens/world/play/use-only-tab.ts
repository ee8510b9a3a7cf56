import { useCallback, useEffect, useState } from 'react'

/** `here` in the tab in which the character is played. */
export type TabClaim = 'asking' | 'here' | 'elsewhere'

/**
 * One tab of a browser plays a character: two would send it to and fro. Another tab can take over, and this one then
 * says so.
 * @returns the claim, and what takes the character over
 */
export function useOnlyTab(characterId: string): readonly [TabClaim, () => void] {
  const [claim, setClaim] = useState<TabClaim>('asking')
  const [taken, setTaken] = useState(0)
  useEffect(() => {
    let release = () => {}
    let isOver = false
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (isOver) return undefined
      setClaim(lock === null ? 'elsewhere' : 'here')
      return lock === null ? undefined : new Promise(resolve => (release = resolve))
    }
    // In development React runs effects twice: the first run's lock is free by then.
    const asking = setTimeout(() => {
      const options: LockOptions = taken > 0 ? { steal: true } : { ifAvailable: true }
      navigator.locks.request(`waystone.world.${characterId}`, options, hold).catch(() => {
        // Another tab has stolen the lock.
        if (!isOver) setClaim('elsewhere')
      })
    })
    return () => {
      isOver = true
      clearTimeout(asking)
      release()
    }
  }, [characterId, taken])
  const takeOver = useCallback(() => {
    setClaim('asking')
    setTaken(count => count + 1)
  }, [])
  return [claim, takeOver]
}
