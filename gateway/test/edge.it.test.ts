import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSubgraphSchema, serveSubgraph } from '@waystone/kit/graphql'
import { createMediaTypes } from '../src/http/media-types.js'
import { freePort } from '@waystone/kit/process'
import { createTestSubgraphApp } from '@waystone/kit/testing'
import { catalog } from './catalog.js'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

let subgraph: TestSubgraph
let supergraphSdl: string
let gateway: TestGateway
beforeAll(async () => {
  subgraph = await startSubgraph(catalog)
  supergraphSdl = composeSubgraphs([subgraph])
  gateway = await startGateway({ supergraphSdl })
})
afterAll(async () => {
  await gateway.close()
  await subgraph.close()
})

describe('metrics', () => {
  const production = {
    NODE_ENV: 'production',
    PROXIES: '0',
    INTERNAL_SECRET: 'a-secret-of-its-own-that-is-long-enough',
  }

  test('have a port of their own in production; the public one does not have them, nor names them', async () => {
    const port = await freePort()
    const served = await startGateway({ supergraphSdl, env: { ...production, METRICS_PORT: String(port) } })
    expect((await fetch(`${served.url}/metrics`)).status).toBe(404)
    expect(await (await fetch(served.url)).text()).not.toContain('/metrics')
    const own = `http://127.0.0.1:${port}`
    expect(await (await fetch(`${own}/metrics`)).text()).toContain('waystone_gateway_plans_total')
    expect((await fetch(`${own}/graphql?query={hello}`)).status).toBe(404)
    await served.close()
    await expect(fetch(`${own}/metrics`)).rejects.toThrow('fetch failed')
  })

  test('leave the public port in production also when no other was named', async () => {
    const served = await startGateway({ supergraphSdl, env: production })
    expect((await fetch(`${served.url}/metrics`)).status).toBe(404)
    await served.close()
  })

  test('have no label that a client chose', async () => {
    for (let index = 0; index < 20; index++) await gateway.ask(`query Name${index} { hello }`)
    await gateway.ask('{ hello }')
    await gateway.ask('query Wrong { nowhere }')
    const text = await gateway.app.metrics.metrics()
    const labels = new Set([...text.matchAll(/operation="([^"]*)"/g)].map(([, label]) => label))
    expect(labels).toEqual(new Set(['anonymous', 'invalid', 'other']))
  })
})

describe('the Accept header', () => {
  test('of more characters than any client needs is refused before it is read', async () => {
    const asked = subgraph.asked.length
    const accept = `application/json, ${'text/x;q=0.1, '.repeat(100)}*/*`
    const answer = await gateway.ask('{ hello }', { headers: { accept } })
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] })
    expect(subgraph.asked).toHaveLength(asked)
  })

  test.each([
    'application/json;charset=iso-8859-1',
    'application/graphql-response+json; charset=us-ascii',
    'application/json;q=0',
    'application/json;q=0, text/html;q=0',
    'application/json;q=0.000, application/graphql-response+json;q=0',
    '*/*;q=0',
    'text/plain',
  ])('that allows nothing which can be sent is answered by 406, and runs nothing: %s', async accept => {
    const asked = subgraph.asked.length
    const answer = await gateway.ask('mutation { write(text: "a") }', { headers: { accept } })
    expect(answer).toMatchObject({ status: 406, errors: [{ extensions: { code: 'BAD_REQUEST' } }] })
    expect(subgraph.asked).toHaveLength(asked)
  })

  test.each([
    ['application/json;charset=utf-8', 'application/json'],
    ['application/json;charset=iso-8859-1, application/json', 'application/json'],
    ['application/json;charset=iso-8859-1, */*;q=0.1', 'application/json'],
    ['application/json;q=0, */*', 'application/graphql-response+json'],
    ['application/json;q=high', 'application/json'],
    ['application/json;q=, text/html;q=0', 'application/json'],
    ['application/json; q=-1 , application/graphql-response+json;q=0.5', 'application/json'],
    ['application/json;q=0.5, application/graphql-response+json;q=2', 'application/graphql-response+json'],
    ['text/html;q=x, */*;q=y', 'application/json'],
  ])('is followed as far as it can be read: %s', async (accept, type) => {
    for (const operation of ['{ hello }', '{ hello }', 'mutation { write(text: "a") }']) {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query: operation }),
      })
      expect([response.status, response.headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`])
    }
  })

  test('of those that are sent again and again is known, whatever others send', () => {
    const { typeFor, learn } = createMediaTypes()
    const type = 'application/json; charset=utf-8'
    learn('application/json, text/plain, */*', type)
    for (let index = 0; index < 1_000; index++) {
      learn(`application/json;v=${index}`, type)
      expect(typeFor('application/json, text/plain, */*')).toBe(type)
    }
    // A client that comes late is learned, too.
    learn('application/json;q=0.9', type)
    expect(typeFor('application/json;q=0.9')).toBe(type)
  })
})

test('connections of one address are limited, and more of them are closed at once', async () => {
  const limited = await startGateway({ supergraphSdl, env: { LIMIT_CONNECTIONS_PER_ADDRESS: '3' } })
  const { port } = new URL(limited.url)
  const open = Array.from({ length: 3 }, () => connect(Number(port), '127.0.0.1'))
  await Promise.all(open.map(socket => once(socket, 'connect')))
  const more = connect(Number(port), '127.0.0.1')
  more.on('error', () => {})
  await once(more, 'close')
  for (const socket of open) socket.destroy()
  await expect.poll(async () => (await fetch(`${limited.url}/healthz`).catch(() => null))?.status).toBe(200)
  await limited.close()
})

test('a gateway that composes by introspection is told the schemas, since it signs; one with another secret is not', async () => {
  const secret = 'a secret of this test that is long enough'
  const served = await serveSubgraph(
    createTestSubgraphApp({
      name: 'things',
      schema: createSubgraphSchema({
        typeDefs: 'type Query { thing: String }',
        resolvers: { Query: { thing: () => 'x' } },
      }),
      context: async ({ requestId }) => ({ requestId, viewer: null, remoteAddress: '', userAgent: null }),
    }),
    { host: '127.0.0.1', port: 0, internalSecret: secret, introspection: false },
  )
  const env = { SUPERGRAPH: 'introspect', SUBGRAPHS: `things=${served.url}/graphql` }
  const composing = await startGateway({ supergraphSdl, env: { ...env, INTERNAL_SECRET: secret } })
  expect((await composing.ask('{ thing }')).data).toEqual({ thing: 'x' })
  await composing.close()
  await expect(startGateway({ supergraphSdl, env })).rejects.toThrow('Only the gateway may ask for the schema')
  await served.close()
})
