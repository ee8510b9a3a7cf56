/**
 * A stream that can call its reader with each event. An iterator makes some four promises for an event in each
 * layer that it passes, and three layers are a fifth of what an update of the world costs its process.
 */
export interface ForwardingStream<Event> extends AsyncIterableIterator<Event> {
  /**
   * Calls back with each event as it comes; `next` is not to be used beside it, `return` ends it.
   * @param take returns a promise where its reader can take no more until that is resolved
   * @returns resolves when the stream has ended; rejects when it, or `take`, has failed
   */
  forward(take: TakeEvent<Event>): Promise<void>
}

export type TakeEvent<Event> = (event: Event) => Promise<void> | undefined

export const isForwarding = <Event>(stream: AsyncIterator<Event>): stream is ForwardingStream<Event> =>
  'forward' in stream && typeof stream.forward === 'function'
