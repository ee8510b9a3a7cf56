import { tap, pipe } from 'wonka'
import type { Exchange } from 'urql'

/**
 * The state of the server as this page sees it: `offline` as soon as a request did not reach it, the live connection
 * is lost, or the browser says so.
 */
export type Connection = 'online' | 'offline'

/** Each says of itself whether the server can be reached. */
type Source = 'requests' | 'live'

const unreachable = new Set<Source>(navigator.onLine ? [] : ['requests'])
const listeners = new Set<() => void>()

export const connectionState = (): Connection => (unreachable.size === 0 ? 'online' : 'offline')

/** Calls the listener at each change. @returns what ends it */
export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function setConnection(source: Source, next: Connection): void {
  const before = connectionState()
  if (next === 'online') unreachable.delete(source)
  else unreachable.add(source)
  if (connectionState() !== before) for (const listener of listeners) listener()
}

addEventListener('online', () => setConnection('requests', 'online'))
addEventListener('offline', () => setConnection('requests', 'offline'))

/** Tells by each answer whether the server can be reached. */
export const connectionExchange: Exchange =
  ({ forward }) =>
  operations =>
    pipe(
      forward(operations),
      tap(({ error, operation }) => {
        if (operation.kind === 'subscription' || operation.kind === 'teardown') return
        setConnection(
          'requests',
          error?.networkError !== undefined && error.response === undefined ? 'offline' : 'online',
        )
      }),
    )
