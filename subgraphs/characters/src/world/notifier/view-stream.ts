import type { WorldLoop } from '../loop/world-loop.js'
import type { ViewUpdate } from './viewers.js'

/** Updates that wait for a slow reader: more, and it gets a snapshot in their place. A second of ticks. */
const WAITING_MAX = 25

/**
 * The stream of what happens around a character. A reader that does not keep up costs no memory: its updates
 * are dropped, and once it reads again it gets a snapshot. The stream ends with the loop.
 */
export function createViewStream(
  loop: WorldLoop,
  options: { readonly characterId: string; readonly everyTicks: number },
): AsyncIterableIterator<ViewUpdate> {
  let waiting: ViewUpdate[] = []
  let reader: ((result: IteratorResult<ViewUpdate>) => void) | undefined
  let isBehind = false
  let isOver = false
  const over = { done: true, value: undefined } as const
  const end = () => {
    isOver = true
    waiting = []
    reader?.(over)
    reader = undefined
  }
  const watch = loop.watch(options, {
    take: update => {
      if (isOver || (isBehind && !update.snapshot)) return
      isBehind = false
      if (reader !== undefined) {
        reader({ done: false, value: update })
        reader = undefined
      } else if (waiting.length < WAITING_MAX) waiting.push(update)
      else {
        waiting = []
        isBehind = true
      }
    },
    end,
  })
  const close = async (): Promise<IteratorReturnResult<undefined>> => {
    watch.stop()
    end()
    return over
  }
  const stream: AsyncIterableIterator<ViewUpdate> = {
    next: async () => {
      if (isOver) return over
      const [update, ...rest] = waiting
      if (update !== undefined) {
        waiting = rest
        return { done: false, value: update }
      }
      if (isBehind) watch.resync()
      return await new Promise(resolve => {
        reader = resolve
      })
    },
    return: close,
    throw: close,
    [Symbol.asyncIterator]: () => stream,
  }
  return stream
}
