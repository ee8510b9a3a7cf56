import { createClient, type Client, type SubscribePayload } from 'graphql-ws'
import type { GraphQLFormattedError } from 'graphql'
import { expect, vi } from 'vitest'
import { WebSocket } from 'ws'

export interface LiveResult {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly GraphQLFormattedError[]
  readonly extensions?: Record<string, unknown>
}

/** The events of one subscription so far. */
export interface Received {
  readonly results: LiveResult[]
  /** Null while it runs. */
  ended: { how: 'complete' } | { how: 'error'; error: unknown } | null
  stop(): void
  /** Waits until so many results are there. */
  count(results: number, timeoutMs?: number): Promise<readonly LiveResult[]>
  /** Waits for the end. */
  end(timeoutMs?: number): Promise<NonNullable<Received['ended']>>
}

export interface LiveClient {
  readonly client: Client
  subscribe(payload: string | SubscribePayload): Received
  close(): Promise<void>
}

/** graphql-ws's own client, which neither retries nor closes before it is told to. */
export function liveClient(
  url: string,
  options: { token?: string; params?: Record<string, unknown> } = {},
): LiveClient {
  const { token, params = token === undefined ? {} : { authorization: `Bearer ${token}` } } = options
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: params,
    retryAttempts: 0,
    lazyCloseTimeout: 60_000,
  })
  return {
    client,
    subscribe: payload => follow(client, typeof payload === 'string' ? { query: payload } : payload),
    close: async () => {
      await client.dispose()
    },
  }
}

function follow(client: Client, payload: SubscribePayload): Received {
  const received: Received = collect()
  received.stop = client.subscribe(payload, {
    next: result => void received.results.push(result as LiveResult),
    error: error => {
      received.ended = { how: 'error', error }
    },
    complete: () => {
      received.ended ??= { how: 'complete' }
    },
  })
  return received
}

export function collect(): Received {
  const received: Received = {
    results: [],
    ended: null,
    stop: () => {},
    count: async (results, timeoutMs = 5_000) => {
      await vi.waitFor(() => expect(received.results.length).toBeGreaterThanOrEqual(results), {
        timeout: timeoutMs,
        interval: 5,
      })
      return received.results
    },
    end: async (timeoutMs = 5_000) => {
      await vi.waitFor(() => expect(received.ended).not.toBeNull(), { timeout: timeoutMs, interval: 5 })
      return received.ended as NonNullable<Received['ended']>
    },
  }
  return received
}
