import { createHash } from 'node:crypto'
import { startTestRedis, type TestRedis } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { catalog } from './catalog.js'
import { composeSubgraphs, post, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

let subgraph: TestSubgraph
let supergraphSdl: string
let redis: TestRedis
let one: TestGateway
let other: TestGateway
beforeAll(async () => {
  subgraph = await startSubgraph(catalog)
  supergraphSdl = composeSubgraphs([subgraph])
  redis = await startTestRedis()
  const env = { REDIS_URL: redis.url }
  one = await startGateway({ supergraphSdl, env })
  other = await startGateway({ supergraphSdl, env })
})
afterAll(async () => {
  await one.close()
  await other.close()
  await redis.close()
  await subgraph.close()
})

const hashOf = (query: string) => createHash('sha256').update(query).digest('hex')
const send = (gateway: TestGateway, hash: string, query?: string) =>
  post(
    `${gateway.url}/graphql`,
    JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }),
  )

test('what one gateway was told, another knows', async () => {
  const query = '{ hello(name: "shared") }'
  // Until both are connected nothing is kept, and the document comes in full.
  await vi.waitFor(async () => {
    expect((await send(one, hashOf(query), query)).data).toEqual({ hello: 'hello shared' })
    expect((await send(other, hashOf(query))).data).toEqual({ hello: 'hello shared' })
  }, 10_000)
})

test('while Redis is away a document is only unknown, and runs in full', async () => {
  const query = '{ hello(name: "alone") }'
  await redis.kill()
  const unknown = await send(one, hashOf(query))
  expect(unknown).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] })
  expect((await send(one, hashOf(query), query)).data).toEqual({ hello: 'hello alone' })
  await redis.restart()
})

test('a hash is never taken for a document that it is not of', async () => {
  const mismatch = { status: 400, errors: [{ extensions: { code: 'PERSISTED_QUERY_MISMATCH' } }] }
  expect(await send(one, hashOf('{ hello }'), '{ hello(name: "x") }')).toMatchObject(mismatch)
  await send(one, hashOf('{ hello }'), '{ hello }')
  expect(await send(one, hashOf('{ hello }'), '{ hello(name: "x") }')).toMatchObject(mismatch)
  expect(await send(one, hashOf('{ hello }').toUpperCase(), '{ hello }')).toMatchObject(mismatch)
})

test('a version of the protocol that is not spoken here is a fault of the request', async () => {
  const extensions = { persistedQuery: { version: 2, sha256Hash: hashOf('{ hello }') } }
  const answer = await post(`${one.url}/graphql`, JSON.stringify({ query: '{ hello }', extensions }))
  expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] })
})
