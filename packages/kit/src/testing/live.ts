import { createClient, type Client, type ClientOptions, type ExecutionResult } from 'graphql-ws'
import { WebSocket } from 'ws'
import { serveSubgraph, type RequestContext, type SubgraphApp } from '../graphql/index.js'
import { TEST_SECRET } from './test-subgraph-app.js'

/** The messages of one subscription, in order. */
export interface Told<Data> {
  /** The next answer; rejects when the subscription ends before. */
  next(): Promise<ExecutionResult<Data>>
  /** The next answer's data; rejects when it has none. */
  nextData(): Promise<Data>
  /** Every answer until the server completes. */
  rest(): Promise<ExecutionResult<Data>[]>
  close(): void
}

/** A client of a subgraph's WebSocket that does not come back by itself. */
export interface LiveClient {
  subscribe<Data = Record<string, unknown>>(query: string, variables?: Record<string, unknown>): Told<Data>
  /** Resolves with the code that the server closed with. */
  readonly closed: Promise<number>
  close(): void
}

export function connectLive(
  url: string,
  options: { token?: string; client?: Partial<ClientOptions> } = {},
): LiveClient {
  let heard: (code: number) => void = () => {}
  const closed = new Promise<number>(resolve => (heard = resolve))
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    onNonLazyError: () => {},
    connectionParams: options.token === undefined ? {} : { authorization: `Bearer ${options.token}` },
    on: { closed: event => heard((event as { code: number }).code) },
    ...options.client,
  })
  return {
    subscribe: (query, variables = {}) => told(client, query, variables),
    closed,
    close: () => void client.dispose(),
  }
}

function told<Data>(client: Client, query: string, variables: Record<string, unknown>): Told<Data> {
  const results = client.iterate<Data & Record<string, unknown>>({ query, variables })
  const next = async () => {
    const result = await results.next()
    if (result.done === true) throw new Error('The subscription has ended')
    return result.value as ExecutionResult<Data>
  }
  return {
    next,
    nextData: async () => {
      const { data, errors } = await next()
      if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors))
      return data
    },
    rest: async () => {
      const all: ExecutionResult<Data>[] = []
      for await (const result of results) all.push(result as ExecutionResult<Data>)
      return all
    },
    close: () => void results.return?.(),
  }
}

/** A subgraph on a port of its own. Closing it closes the app. */
export const serveForTest = <TContext extends RequestContext>(app: SubgraphApp<TContext>) =>
  serveSubgraph(app, { host: '127.0.0.1', port: 0, internalSecret: TEST_SECRET, introspection: true })
