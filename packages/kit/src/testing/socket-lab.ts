import { EventEmitter, on, once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { afterEach, expect } from 'vitest'
import { WebSocket } from 'ws'
import { createAccessWatch, createRevocationList, createTokenVerifier } from '../auth/index.js'
import { createSubgraphSchema, type RequestContext } from '../graphql/index.js'
import { serveGraphqlSocket } from '../graphql-socket/index.js'
import type { SocketLimits } from '../graphql-socket/limits.js'
import { connectLive, type LiveClient } from './live.js'
import { manualClock } from './manual-clock.js'
import { createTestIssuer } from './test-issuer.js'
import { createTestSubgraphApp } from './test-subgraph-app.js'

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated"])
  type Query { me: String }
  type Mutation { change: Int }
  type Subscription { ticked: Tick!, mine: Mine! @authenticated, broken: Int }
  type Tick { number: Int!, next: Tick, failing: Int }
  type Mine { userId: String!, contexts: Int! }
`
const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** A subgraph with nothing behind it, on a port of its own until the test ends: `tickUntil` makes events. */
export async function startSocketLab(limits: Partial<SocketLimits> = {}) {
  const clock = manualClock('2026-11-26T12:00:00Z')
  const issuer = await createTestIssuer()
  const revocations = createRevocationList(clock)
  const verifier = createTokenVerifier({
    keys: issuer.keys,
    issuer: 'waystone',
    audience: 'waystone',
    revocations,
    clock,
  })
  const access = createAccessWatch({ revocations, clock })
  closers.push(() => access.close())
  const ticks = new EventEmitter()
  let contexts = 0
  const listen = () => {
    const ending = new AbortController()
    const events = on(ticks, 'tick', { signal: ending.signal })
    const over = async () => ({ done: true, value: undefined }) as const
    const stream = {
      next: () => events.next().catch(over),
      return: async () => {
        ending.abort()
        return await over()
      },
      [Symbol.asyncIterator]: () => stream,
    }
    return stream
  }
  const tick = ([number]: [number]) => ({
    number,
    failing: () => {
      throw new Error('a secret of the house')
    },
    next: () => tick([number + 1]),
  })
  const app = createTestSubgraphApp<RequestContext & { made: number }>({
    schema: createSubgraphSchema({
      typeDefs,
      resolvers: {
        Subscription: {
          ticked: { subscribe: listen, resolve: tick },
          mine: {
            subscribe: listen,
            resolve: (_: unknown, __: unknown, { viewer, made }: { viewer: { userId: string }; made: number }) => ({
              userId: viewer.userId,
              contexts: made,
            }),
          },
          broken: {
            subscribe: () => {
              throw new Error('a secret of the house')
            },
          },
        },
      },
    }),
    context: async ({ requestId, headers }) => {
      const viewer = await verifier.viewerOf(headers.get('authorization'))
      return { requestId, viewer, remoteAddress: '', userAgent: null, made: ++contexts }
    },
    watchAccess: (viewer, ended) => access.watch(viewer, ended),
  })
  const server: Server = createServer()
  const sockets = serveGraphqlSocket(app, { server, path: '/graphql', introspection: false, limits })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  closers.push(async () => {
    await sockets.close()
    await new Promise(resolve => server.close(resolve))
  })
  const user = { userId: randomUUID(), sessionId: randomUUID() }
  return {
    url,
    clock,
    issuer,
    revocations,
    sockets,
    user,
    token: (of = user) => issuer.token({ ...of, now: clock.now() }),
    connect: (options: Parameters<typeof connectLive>[1] = {}): LiveClient => {
      const client = connectLive(url, options)
      closers.push(() => client.close())
      return client
    },
    /** Ticks until the promise is settled: the server does not say when it listens. */
    tickUntil: async <T>(told: Promise<T>): Promise<T> => {
      let number = 0
      const timer = setInterval(() => ticks.emit('tick', ++number), 5)
      return await told.finally(() => clearInterval(timer))
    },
    listeners: () => ticks.listenerCount('tick'),
    metric: async (name: string) => (await app.metrics.getSingleMetric(name)?.get())?.values,
  }
}

/** A WebSocket without any manners. */
export async function rawSocket(
  url: string,
  options: { protocols?: string[]; headers?: Record<string, string>; autoPong?: boolean } = {},
) {
  const { protocols = ['graphql-transport-ws'], headers = {}, autoPong = true } = options
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocols, { headers, autoPong })
  closers.push(() => socket.terminate())
  const messages: unknown[] = []
  socket.on('message', data => messages.push(JSON.parse(Buffer.from(data as Buffer).toString())))
  const closed = new Promise<number>(resolve => socket.once('close', resolve))
  await once(socket, 'open')
  return {
    socket,
    messages,
    closed,
    send: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    acknowledged: () => expect.poll(() => messages).toContainEqual({ type: 'connection_ack' }),
  }
}
