import type { ForwardingStream, TakeEvent } from '@waystone/kit/graphql'
import type { Viewer, Watch } from '../loop/world-loop.js'
import { plainProjection, type Projection } from './projection.js'
import type { ViewBody } from './view-bodies.js'
import type { WatchOptions } from './viewer.js'
import { viewEvent, type ViewEvent } from './view-events.js'

/**
 * Updates that wait for a slow reader: as many as the loop catches up with at once. More, and a snapshot takes
 * their place.
 */
const WAITING_MAX = 5

/** A loop, or whatever finds the loop that the character is in. */
export interface ViewSource {
  watch(options: WatchOptions, viewer: Viewer): Watch
}

export interface ViewOptions {
  readonly characterId: string
  readonly everyTicks: number
  /** Null: all events are for graphql-js to execute. */
  readonly projection: Projection | null
}

interface Forwarding {
  readonly take: TakeEvent<ViewEvent>
  /** True while the reader can take no more. */
  isBusy: boolean
  readonly done: () => void
  readonly fail: (error: unknown) => void
}

/**
 * The stream of what happens around a character. A reader that does not keep up costs no memory: its updates
 * are dropped, and once it reads again it gets a snapshot. The stream ends with the world.
 */
export function createViewStream(
  source: ViewSource,
  { projection, ...options }: ViewOptions,
): ForwardingStream<ViewEvent> {
  let waiting: ViewBody[] = []
  let reader: ((result: IteratorResult<ViewEvent>) => void) | undefined
  let forwarding: Forwarding | undefined
  let isBehind = false
  let isOver = false
  const over = { done: true, value: undefined } as const
  const end = () => {
    isOver = true
    waiting = []
    reader?.(over)
    reader = undefined
    forwarding?.done()
  }
  /** Gives what waits, and then each update as it comes, for as long as the reader can take it. */
  const give = (body: ViewBody | undefined, to: Forwarding): void => {
    for (let next = body ?? waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        const busy = to.take(viewEvent(next, projection))
        if (busy === undefined) continue
        to.isBusy = true
        return void busy.then(() => {
          to.isBusy = false
          give(undefined, to)
        }, to.fail)
      } catch (error) {
        return to.fail(error)
      }
    }
    if (isBehind && !isOver) watch.resync()
  }
  const watch = source.watch(
    { ...options, projection: projection ?? plainProjection },
    {
      take: body => {
        if (isOver || (isBehind && !body.snapshot)) return
        isBehind = false
        if (forwarding?.isBusy === false) give(body, forwarding)
        else if (reader !== undefined) {
          reader({ done: false, value: viewEvent(body, projection) })
          reader = undefined
        } else if (waiting.length < WAITING_MAX) waiting.push(body)
        else {
          waiting = []
          isBehind = true
        }
      },
      end,
    },
  )
  const close = async (): Promise<IteratorReturnResult<undefined>> => {
    watch.stop()
    end()
    return over
  }
  const stream: ForwardingStream<ViewEvent> = {
    next: async () => {
      if (isOver) return over
      const body = waiting.shift()
      if (body !== undefined) return { done: false, value: viewEvent(body, projection) }
      if (isBehind) watch.resync()
      return await new Promise(resolve => {
        reader = resolve
      })
    },
    forward: take =>
      new Promise((resolve, reject) => {
        if (isOver) return resolve()
        forwarding = { take, isBusy: false, done: resolve, fail: reject }
        give(undefined, forwarding)
      }),
    return: close,
    throw: close,
    [Symbol.asyncIterator]: () => stream,
  }
  return stream
}
