/** Events of a subgraph: kept in order, and sent to all listeners. */
export interface Feed<Event> {
  readonly events: readonly Event[]
  /** Listeners at the moment. */
  readonly listeners: number
  publish(event: Event): void
  /** All listeners' streams end, as when the source has no more. */
  end(): void
  /** From now on, after those that `replayed` picks from what was before. */
  listen(replayed?: (events: readonly Event[]) => readonly Event[]): AsyncIterableIterator<Event>
}

export function createFeed<Event>(): Feed<Event> {
  const events: Event[] = []
  const streams = new Set<{ push(event: Event): void; end(): void }>()

  const listen = (first: readonly Event[]): AsyncIterableIterator<Event> => {
    const waiting = [...first]
    let wake: (() => void) | undefined
    let isOver = false
    const stream = {
      push: (event: Event) => {
        waiting.push(event)
        wake?.()
      },
      end: () => {
        isOver = true
        streams.delete(stream)
        wake?.()
      },
    }
    streams.add(stream)
    const over: IteratorReturnResult<undefined> = { done: true, value: undefined }
    const iterator: AsyncIterableIterator<Event> = {
      next: async () => {
        if (waiting.length === 0 && !isOver)
          await new Promise<void>(resolve => {
            wake = resolve
          })
        return waiting.length > 0 ? { done: false, value: waiting.shift() as Event } : over
      },
      return: async () => {
        waiting.length = 0
        stream.end()
        return over
      },
      [Symbol.asyncIterator]: () => iterator,
    }
    return iterator
  }

  return {
    events,
    get listeners() {
      return streams.size
    },
    publish: event => {
      events.push(event)
      for (const stream of streams) stream.push(event)
    },
    end: () => {
      for (const stream of streams) stream.end()
    },
    listen: (replayed = () => []) => listen(replayed(events)),
  }
}
