import { createHash } from 'node:crypto'
import { mkdtemp, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { catalog } from './catalog.js'
import { composeSubgraphs, post, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

const hello = 'query Hello { hello }'
const number = 'query Number($value: Int!) { number(value: $value) }'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const manifest = (operations: object[]) =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations })

let subgraph: TestSubgraph
let supergraphSdl: string
let directory: string
beforeAll(async () => {
  subgraph = await startSubgraph(catalog)
  supergraphSdl = composeSubgraphs([subgraph])
  directory = await mkdtemp(join(tmpdir(), 'manifest-'))
})
afterAll(() => subgraph.close())

let files = 0
const startWith = async (text: string, env: Record<string, string> = {}) => {
  const path = join(directory, `${++files}.json`)
  await writeFile(path, text)
  const gateway = await startGateway({ supergraphSdl, env: { TRUSTED_DOCUMENTS: path, ...env } })
  return { gateway, path }
}
const sendTo = (gateway: TestGateway, body: object, client?: string) =>
  post(
    `${gateway.url}/graphql`,
    JSON.stringify(body),
    client === undefined ? {} : { 'apollographql-client-name': client },
  )
const byHash = (hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } })
const notTrusted = { status: 403, errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }] }

describe('in the mode "only"', () => {
  let gateway: TestGateway
  beforeAll(async () => {
    const operations = [
      { id: 'hello-1', body: hello, name: 'Hello', type: 'query' },
      { id: sha256(number), body: number, name: 'Number', type: 'query' },
      { id: 'own', body: 'query Own { hello(name: "web") }', name: 'Own', type: 'query', clientName: 'web' },
    ]
    gateway = (await startWith(manifest(operations))).gateway
  })
  afterAll(() => gateway.close())

  test('a document runs by its id, by its hash, and in full', async () => {
    const answer = { status: 200, data: { hello: 'hello you' } }
    expect(await sendTo(gateway, { documentId: 'hello-1' })).toMatchObject(answer)
    expect(await sendTo(gateway, { documentId: `sha256:${sha256(hello)}` })).toMatchObject(answer)
    expect(await sendTo(gateway, byHash('hello-1'))).toMatchObject(answer)
    expect(await sendTo(gateway, byHash(sha256(hello)))).toMatchObject(answer)
    expect(await sendTo(gateway, { query: hello })).toMatchObject(answer)
  })

  test('with its variables', async () => {
    const answer = await sendTo(gateway, { ...byHash(sha256(number)), variables: { value: 7 } })
    expect(answer.data).toEqual({ number: 7 })
  })

  test('any other document is refused, and no subgraph hears of it', async () => {
    const asked = subgraph.asked.length
    expect(await sendTo(gateway, { query: '{ hello }' })).toMatchObject(notTrusted)
    expect(await sendTo(gateway, { query: `${hello} ` })).toMatchObject(notTrusted)
    expect(await sendTo(gateway, { documentId: 'nowhere' })).toMatchObject(notTrusted)
    expect(await sendTo(gateway, byHash(sha256('{ hello }')))).toMatchObject(notTrusted)
    expect(subgraph.asked).toHaveLength(asked)
  })

  test('one that comes with the hash of a trusted one is refused all the same', async () => {
    expect(await sendTo(gateway, { query: '{ hello }', ...byHash(sha256(hello)) })).toMatchObject(notTrusted)
    expect(await sendTo(gateway, { query: '{ hello }', documentId: 'hello-1' })).toMatchObject(notTrusted)
  })

  test('the document of one client is no other client’s', async () => {
    expect((await sendTo(gateway, { documentId: 'own' }, 'web')).data).toEqual({ hello: 'hello web' })
    expect(await sendTo(gateway, { documentId: 'own' }, 'ios')).toMatchObject(notTrusted)
    expect(await sendTo(gateway, { documentId: 'own' })).toMatchObject(notTrusted)
    expect(await sendTo(gateway, { query: 'query Own { hello(name: "web") }' }, 'ios')).toMatchObject(notTrusted)
    expect((await sendTo(gateway, { documentId: 'hello-1' }, 'web')).status).toBe(200)
  })
})

test('in the mode "allow" everything else runs too, automatic persisted queries included', async () => {
  const { gateway } = await startWith(JSON.stringify({ a: hello }), { TRUSTED_DOCUMENTS_MODE: 'allow' })
  expect((await sendTo(gateway, { documentId: 'a' })).data).toEqual({ hello: 'hello you' })
  expect((await sendTo(gateway, { query: '{ hello }' })).data).toEqual({ hello: 'hello you' })
  const query = '{ hello(name: "apq") }'
  expect((await sendTo(gateway, byHash(sha256(query)))).errors?.[0]?.extensions?.['code']).toBe(
    'PERSISTED_QUERY_NOT_FOUND',
  )
  expect((await sendTo(gateway, { query, ...byHash(sha256(query)) })).status).toBe(200)
  expect((await sendTo(gateway, byHash(sha256(query)))).data).toEqual({ hello: 'hello apq' })
  expect(await sendTo(gateway, { documentId: 'nowhere' })).toMatchObject(notTrusted)
  await gateway.close()
})

test('in the mode "log" what "only" would refuse runs, and is counted', async () => {
  const { gateway } = await startWith(JSON.stringify({ a: hello }), { TRUSTED_DOCUMENTS_MODE: 'log' })
  expect((await sendTo(gateway, { query: '{ hello }' })).status).toBe(200)
  expect((await sendTo(gateway, { documentId: 'a' })).status).toBe(200)
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text()
  expect(metrics).toMatch(/trusted_documents_total\{outcome="untrusted".*\} 1/)
  expect(metrics).toMatch(/trusted_documents_total\{outcome="trusted".*\} 1/)
  await gateway.close()
})

test('a changed manifest takes over; one that cannot be used changes nothing', async () => {
  const { gateway, path } = await startWith(JSON.stringify({ a: hello }))
  const replace = async (text: string) => {
    await writeFile(`${path}.new`, text)
    await rename(`${path}.new`, path)
  }
  await replace(JSON.stringify({ b: number }))
  await vi.waitFor(async () => expect(await sendTo(gateway, { documentId: 'a' })).toMatchObject(notTrusted), 10_000)
  const sendNumber = () => sendTo(gateway, { documentId: 'b', variables: { value: 1 } })
  expect((await sendNumber()).data).toEqual({ number: 1 })
  await replace('{"c": "not graphql"}')
  await replace(JSON.stringify({ b: number, d: '{ hello }' }))
  await vi.waitFor(async () => expect((await sendTo(gateway, { documentId: 'd' })).status).toBe(200), 10_000)
  expect((await sendNumber()).data).toEqual({ number: 1 })
  await gateway.close()
})

test.each([
  ['is not JSON', '{', /TRUSTED_DOCUMENTS: .*it is not JSON/],
  ['has another version', '{"format":"apollo-persisted-query-manifest","version":2,"operations":[]}', /version/],
  ['has a document that is not GraphQL', '{"a":"query {"}', /the document "a" is not GraphQL/],
  [
    'has a document with two operations',
    '{"a":"query A { hello } query B { hello }"}',
    /"a" has 2 operations, not one/,
  ],
  ['says another type', manifest([{ id: 'a', body: hello, type: 'mutation' }]), /"a" is a query, not a mutation/],
  ['says another name', manifest([{ id: 'a', body: hello, name: 'B' }]), /"a" is not named "B"/],
  [
    'has two documents of one id',
    manifest([
      { id: 'a', body: hello },
      { id: 'a', body: number },
    ]),
    /the id "a" stands for two documents/,
  ],
])('a manifest that %s stops the start', async (_, text, reason) => {
  await expect(startWith(text)).rejects.toThrow(reason)
})

test('so does one that is not there', async () => {
  const env = { TRUSTED_DOCUMENTS: join(directory, 'nowhere.json') }
  await expect(startGateway({ supergraphSdl, env })).rejects.toThrow(/TRUSTED_DOCUMENTS: .*ENOENT/)
})
