import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApolloServer, type BaseContext } from '@apollo/server'
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled'
import { ApolloServerPluginSubscriptionCallback } from '@apollo/server/plugin/subscriptionCallback'
import { startStandaloneServer } from '@apollo/server/standalone'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { GraphQLError, parse } from 'graphql'
import { createFeed } from './feed.js'

export const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { open: Int }
  type Subscription { sold(shop: ID): Sale refused: Int }
  type Sale @key(fields: "id") { id: ID! price: Int serial: Serial }
  scalar Serial`

export interface Sale {
  readonly id: string
  readonly price?: number
}

export interface AuthorizedContext extends BaseContext {
  readonly authorization: string | undefined
}

/** Apollo Server with its own plugin for the protocol. */
export async function startCallbackSubgraph() {
  const sales = createFeed<Sale>()
  const seen: { authorization: string | undefined; variables: object }[] = []
  const server = new ApolloServer<AuthorizedContext>({
    schema: buildSubgraphSchema([
      {
        typeDefs: parse(typeDefs),
        resolvers: {
          Subscription: {
            sold: {
              subscribe: (_: unknown, variables: object, { authorization }: AuthorizedContext) => {
                seen.push({ authorization, variables })
                return sales.listen()
              },
              resolve: (sale: Sale) => sale,
            },
            refused: {
              subscribe: () => {
                throw new GraphQLError('Not today', { extensions: { code: 'CLOSED' } })
              },
            },
          },
        },
      },
    ]),
    plugins: [ApolloServerPluginSubscriptionCallback(), ApolloServerPluginInlineTraceDisabled()],
    stopOnTerminationSignals: false,
  })
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req }) => ({ authorization: req.headers.authorization }),
  })
  return { url, sales, seen, close: () => server.stop() }
}

/** The address that a subscription is to call back at. */
export interface AskedCallback {
  readonly callbackUrl: string
  readonly subscriptionId: string
  readonly verifier: string
  readonly heartbeatIntervalMs: number
}

type Reply = (asked: AskedCallback) => Promise<{ status: number; body: string }>

/** A subgraph whose behaviour is the test's, as the protocol's documentation has it. */
export async function startScriptedSubgraph() {
  const asked: (AskedCallback & { headers: IncomingHttpHeaders; query: string })[] = []
  let reply: Reply = checkAndBegin
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.method !== 'POST') return void response.end()
      const { query, extensions } = JSON.parse(Buffer.concat(chunks).toString()) as {
        query: string
        extensions: { subscription: AskedCallback }
      }
      const { subscription } = extensions
      asked.push({ ...subscription, headers: request.headers, query })
      void reply(subscription).then(({ status, body }) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(body),
      )
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    asked,
    replyWith: (given: Reply) => {
      reply = given
    },
    close: async () => {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** Sends one message, and returns the status and the protocol of the answer. */
export async function callBack(
  { callbackUrl, subscriptionId, verifier }: AskedCallback,
  message: Readonly<Record<string, unknown>>,
) {
  const response = await fetch(callbackUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'subscription-protocol': 'callback/1.0' },
    body: JSON.stringify({ kind: 'subscription', id: subscriptionId, verifier, ...message }),
  })
  await response.text()
  return [response.status, response.headers.get('subscription-protocol')] as const
}

export const checkAndBegin: Reply = async asked => {
  await callBack(asked, { action: 'check' })
  return { status: 200, body: '{"data":null}' }
}
