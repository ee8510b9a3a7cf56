import { randomUUID } from 'node:crypto'
import { expect, vi } from 'vitest'
import { composeSubgraphs, startGateway, type TestGateway } from '../harness.js'
import { liveClient, type LiveClient } from './clients.js'
import { startNewsroom, type Newsroom } from './newsroom.js'

/** A gateway before a newsroom. */
export interface LiveGateway {
  readonly gateway: TestGateway
  readonly newsroom: Newsroom
  readonly url: string
  client(options?: Parameters<typeof liveClient>[1]): LiveClient
  /** A valid token. */
  token(claims?: Partial<Parameters<TestGateway['issuer']['token']>[0]>): Promise<string>
  /** Waits until clients have so many subscriptions. */
  subscribers(count: number): Promise<void>
  /** Closes all clients so far. */
  disconnect(): Promise<void>
  /** Waits until the owner sends so many streams of events. */
  streams(count: number): Promise<void>
  /** A number that /metrics shows; labels as text, such as `reason="slow"`. */
  metric(name: string, labels?: string): Promise<number>
  /** Waits until no client, channel or upstream is left: nothing leaks. */
  quiet(): Promise<void>
  close(): Promise<void>
}

export async function startLiveGateway(
  options: Pick<Parameters<typeof startGateway>[0], 'env' | 'parts'> = {},
): Promise<LiveGateway> {
  const newsroom = await startNewsroom()
  const supergraphSdl = composeSubgraphs([newsroom.news, newsroom.people])
  const gateway = await startGateway({ supergraphSdl, ...options })
  const url = `${gateway.url}/graphql`
  const clients: LiveClient[] = []
  const metric = async (name: string, labels = '') => {
    const text = await gateway.app.metrics.metrics()
    const line = text.split('\n').find(row => row.startsWith(`waystone_gateway_live_${name}{`) && row.includes(labels))
    return Number(line?.split(' ').at(-1) ?? 0)
  }
  const { stories, letters, news } = newsroom
  const disconnect = async () => {
    await Promise.all(clients.splice(0).map(client => client.close()))
  }
  return {
    gateway,
    newsroom,
    url,
    metric,
    client: given => {
      const client = liveClient(url, given)
      clients.push(client)
      return client
    },
    token: claims => gateway.issuer.token({ userId: randomUUID(), ...claims }),
    subscribers: count =>
      vi.waitFor(async () => expect(await metric('subscriptions')).toBe(count), { timeout: 20_000, interval: 10 }),
    disconnect,
    streams: count =>
      vi.waitFor(() => expect(stories.listeners + letters.listeners).toBe(count), { timeout: 20_000, interval: 5 }),
    quiet: () =>
      vi.waitFor(
        async () => {
          for (const transport of ['graphql-ws', 'sse', 'multipart'])
            expect(await metric('connections', `transport="${transport}"`)).toBe(0)
          expect(await metric('channels')).toBe(0)
          expect(await metric('upstreams')).toBe(0)
          expect(stories.listeners + letters.listeners).toBe(0)
          expect(news.connections).toBe(0)
        },
        { timeout: 20_000, interval: 10 },
      ),
    close: async () => {
      await disconnect()
      await gateway.close()
      await newsroom.close()
    },
  }
}
