import type { RequestContext, SubgraphApp } from '../graphql/index.js'
import { connectLive, serveForTest, type LiveClient } from './live.js'
import { startTestRedis } from './test-redis.js'

interface Home<TContext extends RequestContext> {
  readonly app: SubgraphApp<TContext>
  /** A second process on the same database. */
  another(): Promise<SubgraphApp<TContext>>
  close(): Promise<void>
}

/** Two instances of one subgraph that exchange messages through Redis. */
export interface TwoInstances<App> {
  readonly first: App
  readonly urls: readonly [string, string]
  /** Connects to the first instance by default. `close` disconnects all clients. */
  connect(options?: { url?: string; token?: string }): LiveClient
  close(): Promise<void>
}

export async function startTwoInstances<TContext extends RequestContext, App extends Home<TContext>>(
  start: (redisUrl: string) => Promise<App & Home<TContext>>,
): Promise<TwoInstances<App>> {
  const redis = await startTestRedis()
  const first = await start(redis.url)
  const one = await serveForTest(first.app)
  const other = await serveForTest(await first.another())
  const clients: LiveClient[] = []
  return {
    first,
    urls: [one.url, other.url],
    connect: ({ url = one.url, token } = {}) => {
      const client = connectLive(url, token === undefined ? {} : { token })
      clients.push(client)
      return client
    },
    close: async () => {
      for (const client of clients) client.close()
      await other.close()
      await first.close()
      await redis.close()
    },
  }
}
