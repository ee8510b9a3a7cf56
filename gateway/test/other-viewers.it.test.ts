import { randomUUID } from 'node:crypto'
import { json } from '@waystone/kit/http'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'
import { rawClient, terminateRawClients } from './live/raw-client.js'

/** Both answer what the token that they hear says, and let it be kept. */
let subgraphs: TestSubgraph[]
let gateway: TestGateway
beforeAll(async () => {
  const names = await startSubgraph({
    name: 'names',
    typeDefs: 'type Query { me: Player best: Player } type Player @key(fields: "id") { id: ID! }',
    handle: request => {
      const player = { __typename: 'Player', id: 'same-for-all' }
      return answered({ me: player, best: player }, request.body)
    },
  })
  const secrets = await startSubgraph({
    name: 'secrets',
    typeDefs: 'type Player @key(fields: "id") { id: ID! secret: String }',
    handle: request => {
      const token = (request.headers.get('authorization') ?? '').replace('Bearer ', '')
      const secret = token === '' ? 'of nobody' : `of ${decodeJwt(token).sub}`
      return answered({ _entities: [{ __typename: 'Player', secret }] }, request.body)
    },
  })
  subgraphs = [names, secrets]
  gateway = await startGateway({
    supergraphSdl: composeSubgraphs(subgraphs),
    env: { ENTITY_CACHE: 'true', REPEATS_MAX_BYTES: '16000000' },
  })
})
afterAll(async () => {
  terminateRawClients()
  await gateway.close()
  for (const subgraph of subgraphs) await subgraph.close()
})

/** Only what was asked for. */
function answered(all: Record<string, unknown>, body: Buffer) {
  const { query } = JSON.parse(body.toString()) as { query: string }
  const data = Object.fromEntries(Object.entries(all).filter(([field]) => query.includes(field)))
  return json(200, { data }, { 'cache-control': 'private, max-age=60' })
}

const QUERY = '{ me { secret } }'
const send = async (token: string | undefined, options: { accept?: string; method?: 'GET' | 'POST' } = {}) => {
  const { accept = 'application/json', method = 'POST' } = options
  const headers = {
    accept,
    'content-type': 'application/json',
    'apollo-require-preflight': '1',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  }
  const response =
    method === 'GET'
      ? await fetch(`${gateway.url}/graphql?${new URLSearchParams({ query: QUERY })}`, { headers })
      : await fetch(`${gateway.url}/graphql`, { method, headers, body: JSON.stringify({ query: QUERY }) })
  return await response.text()
}
const overWebSocket = async (token: string | undefined) => {
  const client = await rawClient(`${gateway.url}/graphql`)
  client.send({
    type: 'connection_init',
    ...(token !== undefined && { payload: { authorization: `Bearer ${token}` } }),
  })
  await client.next('connection_ack')
  client.send({ id: '1', type: 'subscribe', payload: { query: QUERY } })
  const { payload } = await client.next('next')
  client.socket.close()
  return JSON.stringify(payload)
}

test('with all that is kept, shared and repeated, nobody is answered what is another viewer’s, over no transport', async () => {
  const viewers = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const userId = randomUUID()
      return { token: await gateway.issuer.token({ userId }), secret: `of ${userId}` }
    }),
  )
  const all = [...viewers, { token: undefined, secret: 'of nobody' }]
  const ways: readonly ((token: string | undefined) => Promise<string>)[] = [
    token => send(token),
    token => send(token, { method: 'GET' }),
    token => send(token, { accept: 'text/event-stream' }),
    token => send(token, { accept: 'multipart/mixed;deferSpec=20220824,application/json;q=0.5' }),
    overWebSocket,
  ]
  for (let round = 0; round < 6; round++) {
    const answers = await Promise.all(
      all.flatMap(({ token, secret }) => ways.map(async way => ({ text: await way(token), secret }))),
    )
    for (const { text, secret } of answers) {
      expect(text).toContain(secret)
      expect(text.match(/"secret":"of [^"]*"/g)).toEqual([`"secret":"${secret}"`])
    }
  }
  // Something was kept, or the test would have shown nothing.
  const metrics = await gateway.app.metrics.metrics()
  expect(metrics).toMatch(/entity_cache\w*\{[^}]*outcome="hit"[^}]*\} [1-9]/)
})
