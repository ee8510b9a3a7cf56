import type { Viewer, Watch } from '../loop/world-loop.js'
import type { ViewUpdate } from './viewers.js'

/** Updates that wait for a slow reader: more, and it gets a snapshot in their place. A second of ticks. */
const WAITING_MAX = 25

/** A loop, or whatever finds the loop that the character is in. */
export interface ViewSource {
  watch(options: { readonly characterId: string; readonly everyTicks: number }, viewer: Viewer): Watch
}

/**
 * The stream of what happens around a character. A reader that does not keep up costs no memory: its updates
 * are dropped, and once it reads again it gets a snapshot. The stream ends with the world.
 */
export function createViewStream(
  source: ViewSource,
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
  const watch = source.watch(options, {
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
