import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

let subgraph: TestSubgraph
let gateway: TestGateway
beforeAll(async () => {
  subgraph = await startSubgraph({ name: 'greetings', typeDefs: 'type Query { hello: String }' })
  gateway = await startGateway({
    supergraphSdl: composeSubgraphs([subgraph]),
    env: {
      CORS_ORIGINS: 'https://studio.apollographql.com,https://game.example',
      METRICS_OPERATIONS: 'Greeting,Farewell',
    },
  })
})
afterAll(async () => {
  await gateway.close()
  await subgraph.close()
})

test('GraphiQL comes whole: no tag loads anything, and its policy allows no other server', async () => {
  const response = await fetch(`${gateway.url}/graphiql`)
  const page = await response.text()
  const [head = '', body = ''] = page.split('<body')
  const tags = `${head.replace(/<style>[\s\S]*?<\/style>/g, '')}<body${body.slice(0, body.indexOf('<script'))}`
  const loaded = [...tags.matchAll(/(?:src|href)\s*=\s*["']([^"']*)["']/g)].map(match => match[1]?.split(',')[0])
  expect(loaded).toEqual(['data:image/svg+xml'])
  expect(page).not.toMatch(/<script[^>]*\ssrc=|@import\s+url|url\(["']?https?:/)
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'self'")
  expect(policy).not.toContain('http')
  expect(page).toContain('"endpoint":"/graphql"')
})

test('a browser at /graphql gets Apollo Sandbox, without cookies or reports', async () => {
  const response = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } })
  const page = await response.text()
  expect(page).toContain('embeddable-sandbox')
  expect(page).toContain('"runTelemetry":false')
  // Offline, these words stay.
  expect(page).toMatch(/cannot be loaded. <a href="\/graphiql">GraphiQL<\/a> works offline/)
})

test('/ links to the explorers and to health, and every link answers', async () => {
  const response = await fetch(gateway.url)
  const page = await response.text()
  const links = [...page.matchAll(/href="([^"]*)"/g)].map(match => match[1] ?? '')
  expect(links).toEqual(
    expect.arrayContaining(['/graphql', '/graphiql', '/schema.graphql', '/healthz', '/readyz', '/metrics']),
  )
  for (const link of links) {
    expect(link).toMatch(/^\/\w/)
    expect((await fetch(gateway.url + link, { headers: { accept: 'text/html' } })).status, link).toBe(200)
  }
})

test('/ has no script, and its policy lets it load nothing', async () => {
  const response = await fetch(gateway.url)
  expect(await response.text()).not.toMatch(/<script|src=|@import|url\(|https?:/)
  expect(response.headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
})

test('a gateway without explorers links to health only', async () => {
  const closed = await startGateway({ supergraphSdl: composeSubgraphs([subgraph]), env: { EXPLORERS: 'false' } })
  const page = await (await fetch(closed.url)).text()
  const graphiql = await fetch(`${closed.url}/graphiql`)
  await closed.close()
  expect(page).toContain('href="/healthz"')
  expect(page).not.toMatch(/graphiql|href="\/graphql"|schema\.graphql/)
  expect(graphiql.status).toBe(404)
})

test('GraphiQL has the operations of a file as tabs, whatever their text holds', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tabs-'))
  const file = join(directory, 'tabs.graphql')
  await writeFile(file, 'query First { hello }\nquery Second { hello @include(if: true) } # </script>\n')
  const tabbed = await startGateway({
    supergraphSdl: composeSubgraphs([subgraph]),
    env: { EXPLORER_TABS: file },
  })
  const page = await (await fetch(`${tabbed.url}/graphiql`)).text()
  await tabbed.close()
  await rm(directory, { recursive: true })
  expect(page).toContain('"defaultTabs":[{"query":"query First { hello }\\n"},{"query":"query Second')
  // Only the closing tag of the page itself, none within its scripts.
  expect(page.match(/<\/script>/g)).toHaveLength(1)
})

const preflight = (origin: string) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,authorization',
      'access-control-request-private-network': 'true',
    },
  })

test('pages of the allowed origins may call the endpoint', async () => {
  const allowed = await preflight('https://game.example')
  expect(allowed.status).toBe(204)
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': 'https://game.example',
    'access-control-allow-headers': 'content-type,authorization',
    'access-control-allow-methods': 'GET, POST, HEAD',
    'access-control-allow-private-network': 'true',
    vary: 'origin',
  })
  const answer = await gateway.ask('{ hello }', { headers: { origin: 'https://game.example' } })
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://game.example')
  expect(answer.headers.get('access-control-expose-headers')).toBe('x-request-id')
})

test('pages of other origins may not', async () => {
  const refused = await preflight('https://evil.example')
  expect(refused.status).toBe(403)
  expect(refused.headers.get('access-control-allow-origin')).toBeNull()
  const answer = await gateway.ask('{ hello }', { headers: { origin: 'https://evil.example' } })
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
})

test('it is ready while a subgraph answers, says which does not, and is stricter when it is asked for all', async () => {
  const ready = await fetch(`${gateway.url}/readyz?all=1`)
  expect(await ready.json()).toEqual({ status: 'ready', checks: { supergraph: 'ok', 'subgraph greetings': 'ok' } })
  expect(ready.status).toBe(200)
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200)

  const lost = await startSubgraph({ name: 'lost', typeDefs: 'type Query { lost: String }' })
  const waiting = await startGateway({ supergraphSdl: composeSubgraphs([subgraph, lost]) })
  await lost.close()
  const partly = await fetch(`${waiting.url}/readyz`)
  const all = await fetch(`${waiting.url}/readyz?all=1`)
  await waiting.close()
  expect(partly.status).toBe(200)
  const checks = { supergraph: 'ok', 'subgraph lost': 'failing', 'subgraph greetings': 'ok' }
  expect(await partly.json()).toEqual({ status: 'ready', checks })
  expect(all.status).toBe(503)
  expect(await all.json()).toEqual({ status: 'not ready', checks })
})

test('it is not ready while no subgraph answers', async () => {
  const lost = await startSubgraph({ name: 'lost', typeDefs: 'type Query { lost: String }' })
  const alone = await startGateway({ supergraphSdl: composeSubgraphs([lost]) })
  await lost.close()
  const ready = await fetch(`${alone.url}/readyz`)
  await alone.close()
  expect(ready.status).toBe(503)
  expect(await ready.json()).toEqual({
    status: 'not ready',
    checks: { supergraph: 'ok', 'subgraph lost': 'failing' },
  })
})

test('metrics count requests by operation and fetches by subgraph', async () => {
  await gateway.ask('query Greeting { hello }')
  await gateway.ask('query Whatever { hello }')
  await gateway.ask('{ nowhere }')
  await gateway.ask('{ hello }', { token: 'forged' })
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text()
  expect(metrics).toMatch(
    /waystone_gateway_request_duration_seconds_count\{service="gateway",operation="Greeting",outcome="ok"\} 1/,
  )
  expect(metrics).toMatch(/request_duration_seconds_count\{service="gateway",operation="other",outcome="ok"\} 1/)
  expect(metrics).toContain('waystone_gateway_turned_away_total{reason="unauthenticated",service="gateway"} 1')
  expect(metrics).toMatch(/request_duration_seconds_count\{service="gateway",operation="invalid",outcome="refused"/)
  expect(metrics).toMatch(
    /waystone_gateway_subgraph_duration_seconds_count\{service="gateway",subgraph="greetings",outcome="ok"/,
  )
})
