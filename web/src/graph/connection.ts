import { tap, pipe } from 'wonka'
import type { Exchange } from 'urql'

/** Whether the server answers: `offline` as soon as a request did not reach it, or the browser says so. */
export type Connection = 'online' | 'offline'

let connection: Connection = navigator.onLine ? 'online' : 'offline'
const listeners = new Set<() => void>()

export const connectionState = (): Connection => connection

/** Calls the listener at each change. @returns what ends it */
export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function setConnection(next: Connection): void {
  if (connection === next) return
  connection = next
  for (const listener of listeners) listener()
}

addEventListener('online', () => setConnection('online'))
addEventListener('offline', () => setConnection('offline'))

/** Tells by each answer whether the server can be reached. */
export const connectionExchange: Exchange =
  ({ forward }) =>
  operations =>
    pipe(
      forward(operations),
      tap(({ error, operation }) => {
        if (operation.kind === 'subscription' || operation.kind === 'teardown') return
        setConnection(error?.networkError !== undefined && error.response === undefined ? 'offline' : 'online')
      }),
    )
