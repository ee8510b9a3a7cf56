import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalRequest, LocalResult } from '../src/app.js'
import { composeSubgraphs, startGateway, type TestGateway } from './harness.js'

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])\n'
const supergraphSdl = composeSubgraphs([
  {
    name: 'users',
    url: 'http://127.0.0.1:1',
    sdl: `${link} scalar JSON scalar Date type Query { users(at: JSON): [User!]! } type User @key(fields: "id") { id: ID! settings: JSON born: Date }`,
  },
  { name: 'points', url: 'http://127.0.0.1:1', sdl: `${link} type User @key(fields: "id") { id: ID! points: Int }` },
])

/** An object that a resolver might return from a cache. */
const cached = Object.freeze({
  __typename: 'User',
  id: '1',
  settings: Object.freeze({ sound: true }),
  born: new Date('2001-02-03T04:05:06.000Z'),
})
const requests: LocalRequest[] = []
let entities: () => Promise<LocalResult> = async () => ({ data: { _entities: [{ __typename: 'User', points: 5 }] } })
let gateway: TestGateway
beforeAll(async () => {
  const localSubgraphs = {
    users: {
      execute: async (request: LocalRequest) => {
        requests.push(request)
        return { data: Object.freeze({ users: Object.freeze([cached]) }) as unknown as Record<string, unknown> }
      },
    },
    points: { execute: () => entities() },
  }
  gateway = await startGateway({ supergraphSdl, parts: { localSubgraphs } })
})
afterAll(() => gateway.close())

test('local subgraphs are asked without HTTP, with the headers of the client', async () => {
  const token = await gateway.issuer.token({ userId: randomUUID() })
  const answer = await gateway.ask('query Q($at: JSON) { users(at: $at) { id points } }', {
    token,
    variables: { at: { map: 1 } },
    headers: { 'user-agent': 'game/1.0', 'x-request-id': 'r-9' },
  })
  expect(answer.data).toEqual({ users: [{ id: '1', points: 5 }] })
  const request = requests.at(-1)
  expect(request?.variables).toEqual({ at: { map: 1 } })
  expect(request?.remoteAddress).toBe('127.0.0.1')
  expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
    authorization: `Bearer ${token}`,
    'x-request-id': 'r-9',
    'user-agent': 'game/1.0',
  })
})

test('objects that a subgraph keeps are never changed, and values are what JSON makes of them', async () => {
  const answer = await gateway.ask('{ users { id settings born points } }')
  expect(answer.errors).toBeUndefined()
  expect(answer.data).toEqual({
    users: [{ id: '1', settings: { sound: true }, born: '2001-02-03T04:05:06.000Z', points: 5 }],
  })
  expect(cached).not.toHaveProperty('points')
})

test('a local subgraph that throws is an error with its name, and the rest is answered', async () => {
  entities = () => Promise.reject(new Error('the password is swordfish'))
  const answer = await gateway.ask('{ users { id points } }')
  expect(answer.data).toEqual({ users: [{ id: '1', points: null }] })
  expect(answer.errors).toMatchObject([{ extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'points' } }])
  expect(JSON.stringify(answer.errors)).not.toContain('swordfish')
})

test('an answer that repeats is told without reading it, and one that changes anywhere is not taken for it', async () => {
  const query = '{ users { settings points born id } }'
  const repeatedCount = async () => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text()
    return Number(/repeated_answers_total\{.*?outcome="repeated".*?\} (\d+)/.exec(text)?.[1] ?? 0)
  }
  const pointsAre = (points: unknown) => {
    entities = async () => ({ data: { _entities: [{ __typename: 'User', points }] } })
  }
  const answer = (points: unknown) => ({
    users: [{ id: '1', born: '2001-02-03T04:05:06.000Z', points, settings: { sound: true } }],
  })
  pointsAre(5)
  const before = await repeatedCount()
  for (let turn = 0; turn < 8; turn++) expect((await gateway.ask(query)).data).toEqual(answer(5))
  expect(await repeatedCount()).toBeGreaterThan(before)
  const asked = requests.length
  for (const points of [6, 6, 6, 6, 6, 6, null, null, 6, 5]) {
    pointsAre(points)
    expect((await gateway.ask(query)).data).toEqual(answer(points))
  }
  // Every answer needs requests to the subgraphs.
  expect(requests.length).toBeGreaterThanOrEqual(asked + 10)
  expect(cached).not.toHaveProperty('points')
})

test('local subgraphs are always ready', async () => {
  expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200)
})
