import { randomUUID } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startEntitySubgraphs } from './entity-subgraphs.js'
import { startGateway, type TestGateway } from './harness.js'

let subgraphs: Awaited<ReturnType<typeof startEntitySubgraphs>>
let gateway: TestGateway
beforeAll(async () => {
  subgraphs = await startEntitySubgraphs()
  gateway = await startGateway({ supergraphSdl: subgraphs.supergraphSdl })
})
afterEach(() => subgraphs.reset())
afterAll(async () => {
  await gateway.close()
  await subgraphs.close()
})

const query = 'query ($id: ID!) { player(id: $id) { score } }'
const cacheControl = async (names: string | undefined, scores: string | undefined, operation = query) => {
  subgraphs.names.headers = names === undefined ? {} : { 'cache-control': names }
  subgraphs.scores.headers = scores === undefined ? {} : { 'cache-control': scores }
  const { headers } = await gateway.ask(operation, { variables: { id: 'ann' } })
  return headers.get('cache-control')
}

test.each([
  ['public, max-age=60', 'public, max-age=30', 'max-age=30, public'],
  ['max-age=10, public', 'private, max-age=30', 'max-age=10, private'],
  ['public, max-age=60', 'max-age=30', 'max-age=30, private'],
  ['public, max-age=60, s-maxage=20', 'public, max-age=30', 'max-age=20, public'],
  ['public, max-age=60', undefined, 'no-store'],
  [undefined, undefined, 'no-store'],
  ['public, max-age=60', 'no-store', 'no-store'],
  ['public, max-age=60', 'no-cache, max-age=30', 'no-store'],
  ['public, max-age=60', 'public, max-age=0', 'no-store'],
  ['public, max-age=60', 'public, max-age=soon', 'no-store'],
])('%s and %s make %s', async (names, scores, expected) => {
  expect(await cacheControl(names, scores)).toBe(expected)
})

const kept = 'public, max-age=60'

test("urql's queries get JSON with a status and Cache-Control, and a cache is told that Accept decides", async () => {
  subgraphs.names.headers = { 'cache-control': kept }
  const accept =
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed'
  const ask = (text: string) =>
    fetch(`${gateway.url}/graphql?${new URLSearchParams({ query: text })}`, { headers: { accept } })
  const answered = await ask('{ player(id: "ann") { id } }')
  expect(answered.status).toBe(200)
  expect(answered.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8')
  expect(answered.headers.get('cache-control')).toBe('max-age=60, public')
  expect(answered.headers.get('vary')).toMatch(/\baccept\b/)
  expect((await ask('{ nothing }')).status).toBe(400)
})

test('an answer with errors is not kept', async () => {
  subgraphs.scores.errors = [{ message: 'no', path: ['_entities', 0, 'score'] }]
  expect(await cacheControl(kept, kept)).toBe('no-store')
})

test('nor is a mutation, or one that asked nobody', async () => {
  expect(await cacheControl(kept, kept, 'mutation ($id: ID!) { rename(id: $id) { score } }')).toBe('no-store')
  expect(
    await cacheControl(
      kept,
      kept,
      'query ($id: ID) { __typename @skip(if: false) player(id: "x") @skip(if: true) { id } }',
    ),
  ).toBe('no-store')
})

test('what stands under an access directive is never public', async () => {
  subgraphs.names.headers = { 'cache-control': kept }
  const token = await gateway.issuer.token({ userId: randomUUID() })
  const { headers } = await gateway.ask('{ me { id } }', { token })
  expect(headers.get('cache-control')).toBe('max-age=60, private')
  expect(headers.get('vary')).toContain('authorization')
  expect((await gateway.ask('{ me { id } }')).headers.get('cache-control')).toBe('no-store')
})

test('a cache is told of every header that decides an answer: those that subgraphs hear, and those that the gateway reads', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'vary-'))
  const [rules, manifest] = [join(directory, 'headers.json'), join(directory, 'manifest.json')]
  await writeFile(
    rules,
    JSON.stringify({ request: [{ name: 'X-Tenant' }, { name: 'x-flag', as: 'x-feature', subgraphs: ['scores'] }] }),
  )
  await writeFile(manifest, JSON.stringify({ a: query }))
  const env = { HEADERS: rules, TRUSTED_DOCUMENTS: manifest }
  const propagating = await startGateway({ supergraphSdl: subgraphs.supergraphSdl, env })
  subgraphs.names.headers = subgraphs.scores.headers = { 'cache-control': 'public, max-age=60' }
  // The second answer bypasses Apollo Server.
  for (const headers of [{}, { 'x-tenant': 'acme' }]) {
    const answer = await propagating.ask(query, { variables: { id: 'ann' }, headers })
    expect(answer.headers.get('cache-control')).toBe('max-age=60, public')
    const varied = answer.headers.get('vary')?.split(/, */)
    expect(varied).toEqual(
      expect.arrayContaining(['accept', 'x-tenant', 'x-flag', 'x-graphql-cost', 'apollographql-client-name']),
    )
  }
  await propagating.close()
  subgraphs.names.headers = subgraphs.scores.headers = { 'cache-control': 'public, max-age=60' }
  const { headers } = await gateway.ask(query, { variables: { id: 'ann' } })
  expect(headers.get('vary')).not.toContain('x-tenant')
})
