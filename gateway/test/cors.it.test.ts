import { createLogger } from '@waystone/kit/logger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

let subgraph: TestSubgraph
beforeAll(async () => {
  subgraph = await startSubgraph({ name: 'greetings', typeDefs: 'type Query { hello: String }' })
})
afterAll(() => subgraph.close())

async function gatewayWith(env: Record<string, string>): Promise<TestGateway & { logged: () => string[] }> {
  const lines: string[] = []
  const logger = createLogger({ name: 'test', level: 'info', destination: { write: line => void lines.push(line) } })
  const gateway = await startGateway({ supergraphSdl: composeSubgraphs([subgraph]), env, parts: { logger } })
  return { ...gateway, logged: () => lines.filter(line => line.includes('CORS_ORIGINS')) }
}

const preflight = (gateway: TestGateway, origin: string) =>
  fetch(`${gateway.url}/graphql`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })
const allowedBy = (response: { headers: Headers }) => response.headers.get('access-control-allow-origin')

describe('in development', () => {
  let gateway: Awaited<ReturnType<typeof gatewayWith>>
  beforeAll(async () => {
    gateway = await gatewayWith({ CORS_ORIGINS: 'https://game.example' })
  })
  afterAll(() => gateway.close())

  test.each([
    'http://localhost:5173',
    'https://localhost',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'http://game.localhost:8080',
    'https://game.example',
  ])('a page of %s may call the endpoint', async origin => {
    const asked = await preflight(gateway, origin)
    expect([asked.status, allowedBy(asked)]).toEqual([204, origin])
    const answer = await gateway.ask('{ hello }', { headers: { origin } })
    expect([answer.status, allowedBy(answer)]).toEqual([200, origin])
  })

  test.each([
    ['a body that is not JSON', 400, { method: 'POST', body: '{' }],
    ['a body that is too large', 413, { method: 'POST', body: JSON.stringify({ query: 'x'.repeat(1_000_001) }) }],
    ['a method that the endpoint does not answer', 405, { method: 'DELETE' }],
    ['a body that is no operation', 400, { method: 'POST', body: '[]' }],
  ])('an allowed page can read the error for %s', async (_, status, request) => {
    const askFrom = (origin: string) =>
      fetch(`${gateway.url}/graphql`, { ...request, headers: { origin, 'content-type': 'application/json' } })
    const answer = await askFrom('https://game.example')
    expect([answer.status, allowedBy(answer)]).toEqual([status, 'https://game.example'])
    expect(answer.headers.get('vary')).toContain('origin')
    expect(await answer.json()).toMatchObject({ errors: [{ message: expect.any(String) }] })
    const refused = await askFrom('https://evil.example')
    expect([refused.status, allowedBy(refused)]).toEqual([status, null])
    await refused.body?.cancel()
  })

  test.each([
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example:80',
    'http://evil.example/localhost',
    'null',
    'file://localhost',
    'chrome-extension://localhost',
  ])('a page of %s may not', async origin => {
    const asked = await preflight(gateway, origin)
    expect([asked.status, allowedBy(asked)]).toEqual([403, null])
    expect(allowedBy(await gateway.ask('{ hello }', { headers: { origin } }))).toBeNull()
  })
})

test('in production the log says once for each origin which setting would allow it, and the refusal names it', async () => {
  const gateway = await gatewayWith({
    NODE_ENV: 'production',
    INTERNAL_SECRET: 'a-secret-of-its-own-that-is-long-enough',
    PROXIES: '0',
  })
  try {
    expect(gateway.logged()).toHaveLength(1)
    const refused = await preflight(gateway, 'http://localhost:5173')
    expect([refused.status, allowedBy(refused)]).toEqual([403, null])
    expect(await refused.text()).toContain('CORS_ORIGINS')
    await preflight(gateway, 'http://localhost:5173')
    await gateway.ask('{ hello }', { headers: { origin: 'https://shop.example' } })
    // The gateway's own pages send their origin, too, and need no CORS.
    await gateway.ask('{ hello }', { headers: { origin: gateway.url } })
    const warned = gateway
      .logged()
      .slice(1)
      .map(line => (JSON.parse(line) as { origin: string }).origin)
    expect(warned).toEqual(['http://localhost:5173', 'https://shop.example'])
  } finally {
    await gateway.close()
  }
})
