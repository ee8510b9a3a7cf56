import { useRef } from 'react'

/**
 * Work that is done once: a press between its success and the moment at which the page shows it does nothing. A button
 * that is busy takes care of presses while it is under way.
 * @param work says whether it has succeeded
 */
export function useOnce(work: () => Promise<boolean>): () => Promise<void> {
  const isDone = useRef(false)
  return async () => {
    if (!isDone.current) isDone.current = await work()
  }
}
