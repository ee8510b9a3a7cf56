import { LiveError } from './live-error.js'

/** Events that may wait to be taken. */
const WAITING_MAX = 10_000

/** Messages of a subscription that its reader has not taken yet. */
export interface EventQueue<Event> {
  push(event: Event): void
  /** After what waits, the reader is told the end, or the error. */
  end(error?: LiveError): void
  readonly iterator: AsyncIterableIterator<Event, undefined>
}

/** @param onEnd is called once: when it ends, overflows, or its reader stops reading */
export function createEventQueue<Event>(onEnd: () => void): EventQueue<Event> {
  const waiting: Event[] = []
  const readers: { resolve(result: IteratorResult<Event, undefined>): void; reject(error: LiveError): void }[] = []
  let ended: { readonly error?: LiveError | undefined } | null = null

  const end = (error?: LiveError) => {
    if (ended !== null) return
    // The first reader gets the error, further readers only the end.
    const [first, ...others] = readers.splice(0)
    ended = { error: first === undefined ? error : undefined }
    if (error === undefined) first?.resolve({ done: true, value: undefined })
    else first?.reject(error)
    for (const other of others) other.resolve({ done: true, value: undefined })
    onEnd()
  }
  const stop = async (): Promise<IteratorReturnResult<undefined>> => {
    waiting.length = 0
    end()
    return { done: true, value: undefined }
  }
  const iterator: AsyncIterableIterator<Event, undefined> = {
    next: async () => {
      const event = waiting.shift()
      if (event !== undefined) return { done: false, value: event }
      if (ended === null) return await new Promise((resolve, reject) => readers.push({ resolve, reject }))
      const { error } = ended
      ended = {}
      if (error !== undefined) throw error
      return { done: true, value: undefined }
    },
    return: stop,
    throw: stop,
    [Symbol.asyncIterator]: () => iterator,
  }
  return {
    push: event => {
      if (ended !== null) return
      const reader = readers.shift()
      if (reader !== undefined) reader.resolve({ done: false, value: event })
      else if (waiting.length < WAITING_MAX) waiting.push(event)
      else end(new LiveError('overflow', `More than ${WAITING_MAX} events wait to be read`))
    },
    end,
    iterator,
  }
}
