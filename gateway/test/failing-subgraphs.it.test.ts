import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLogger } from '@waystone/kit/logger'
import { freePort } from '@waystone/kit/process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

const users = {
  name: 'users',
  typeDefs: 'type Query { users: [User!]! } type User @key(fields: "id") { id: ID! name: String }',
  resolvers: {
    Query: {
      users: () => [
        { id: '1', name: 'ann' },
        { id: '2', name: 'bob' },
      ],
    },
  },
}
const points = {
  name: 'points',
  typeDefs: `
    type Query { total: Int }
    type Mutation { add: Int }
    type User @key(fields: "id") { id: ID! points: Int }`,
}

let healthy: TestSubgraph
let contract: TestSubgraph
let failing: Server
let gateway: TestGateway
const opened: { close(): unknown }[] = []

beforeEach(async () => {
  ;[healthy, contract] = await Promise.all([startSubgraph(users), startSubgraph(points)])
  opened.push(healthy, contract)
})
afterEach(async () => {
  await gateway.close()
  for (const { close } of opened.splice(0)) await close()
})

/** Starts the gateway with `points` answered as given. */
async function withPoints(answer: RequestListener, env: Record<string, string> = {}): Promise<void> {
  failing = createServer(answer)
  await new Promise<void>(resolve => failing.listen(0, '127.0.0.1', resolve))
  opened.push({ close: () => failing.close(() => {}).closeAllConnections() })
  const url = `http://127.0.0.1:${(failing.address() as AddressInfo).port}/graphql`
  gateway = await startGateway({ supergraphSdl: composeSubgraphs([healthy, { ...contract, url }]), env })
}

const reply =
  (body: string, { status = 200, type = 'application/json' } = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': type }).end(body)

const ask = () => gateway.ask('{ users { name points } total }')
const rest = {
  users: [
    { name: 'ann', points: null },
    { name: 'bob', points: null },
  ],
  total: null,
}

test.each([
  ['HTML', reply('<html>', { type: 'text/html' })],
  ['a 500 with text', reply('oops', { status: 500, type: 'text/plain' })],
  ['nothing', reply('')],
  ['text that is not JSON', reply('{"data"')],
  ['JSON that is not GraphQL', reply('[1]')],
  ['an empty object', reply('{}')],
  ['no data and no errors', reply('{"data":null}')],
  ['no data and an empty list of errors', reply('{"data":null,"errors":[]}')],
  ['an empty list of errors alone', reply('{"errors":[]}')],
  ['data without anything in it', reply('{"data":{}}')],
  ['data that is no object', reply('{"data":"x"}')],
  ['errors that are no list', reply('{"data":null,"errors":"x"}')],
])('a subgraph that answers %s is an error with its name, and the rest is answered', async (_, answer) => {
  await withPoints(answer)
  const { status, data, errors } = await ask()
  expect(status).toBe(200)
  expect(data).toEqual(rest)
  expect(errors?.map(({ path }) => path?.join('.')).toSorted()).toEqual(['total', 'users'])
  for (const error of errors ?? [])
    expect(error.extensions).toEqual({
      code: 'DOWNSTREAM_SERVICE_ERROR',
      serviceName: 'points',
      reason: 'invalid answer',
    })
  expect(JSON.stringify(errors)).not.toContain('127.0.0.1')
})

test('a subgraph that answers the wrong number of entities is not believed', async () => {
  await withPoints(reply('{"data":{"total":3,"_entities":[{"points":1}]}}'))
  const { data, errors } = await ask()
  expect(data).toEqual({ ...rest, total: 3 })
  expect(errors).toMatchObject([{ extensions: { serviceName: 'points', reason: 'invalid answer' } }])
})

test.each([
  ['errors that are null', '{"data":{"total":3,"_entities":[{"points":1},{"points":2}]},"errors":null}'],
  ['an empty list of errors', '{"data":{"total":3,"_entities":[{"points":1},{"points":2}]},"errors":[]}'],
  ['extensions that are null', '{"data":{"total":3,"_entities":[{"points":1},{"points":2}]},"extensions":null}'],
])('data beside %s is data', async (_, body) => {
  await withPoints(reply(body))
  const { data, errors } = await ask()
  expect(errors).toBeUndefined()
  expect(data).toEqual({
    users: [
      { name: 'ann', points: 1 },
      { name: 'bob', points: 2 },
    ],
    total: 3,
  })
})

test.each([
  ['none', '{"data":{}'],
  ['null', '{"data":{"_entities":null}'],
  ['too few', '{"data":{"_entities":[]}'],
  ['no data', '{"data":null'],
])('the own reason of a subgraph that has no entities reaches the client: %s', async (_, start) => {
  await withPoints(reply(`${start},"errors":[{"message":"being rebuilt","extensions":{"code":"TRY_LATER"}}]}`))
  const { status, data, errors } = await gateway.ask('{ users { name points } }')
  expect(status).toBe(200)
  expect(data).toEqual({ users: rest.users })
  expect(errors).toEqual([
    { message: 'being rebuilt', path: ['users'], extensions: { code: 'TRY_LATER', serviceName: 'points' } },
  ])
})

test('entities without any field are an invalid answer, with an error at each place', async () => {
  await withPoints(reply('{"data":{"_entities":[{},{"points":2}]}}'))
  const { data, errors } = await gateway.ask('{ users { points } }')
  expect(data).toEqual({ users: [{ points: null }, { points: 2 }] })
  expect(errors).toEqual([
    {
      message: 'Subgraph "points" did not answer field User.points',
      path: ['users', 0, 'points'],
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'points', reason: 'invalid answer' },
    },
  ])
})

test('a field of the wrong shape costs that field, and the status stays 200', async () => {
  await withPoints(reply('{"data":{"total":["no number"]}}'))
  const { status, data, errors } = await gateway.ask('{ total users { name } }')
  expect({ status, data }).toEqual({ status: 200, data: { total: null, users: [{ name: 'ann' }, { name: 'bob' }] } })
  expect(errors).toMatchObject([{ path: ['total'], extensions: { code: 'INVALID_GRAPHQL', serviceName: 'points' } }])
})

test('errors of a subgraph keep message and code, and get path and name', async () => {
  await withPoints((_, response) => {
    const error = { message: 'no points today', path: ['_entities', 1, 'points'], extensions: { code: 'CLOSED' } }
    const data = { total: 3, _entities: [{ points: 1 }, { points: null }] }
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data, errors: [error] }))
  })
  const { data, errors } = await gateway.ask('{ users { name points } }')
  expect(data).toEqual({
    users: [
      { name: 'ann', points: 1 },
      { name: 'bob', points: null },
    ],
  })
  expect(errors).toEqual([
    { message: 'no points today', path: ['users', 1, 'points'], extensions: { code: 'CLOSED', serviceName: 'points' } },
  ])
})

test('a subgraph that does not answer is given up at the deadline', async () => {
  await withPoints(() => {}, { SUBGRAPH_TIMEOUT_MS: '150' })
  const { data, errors } = await ask()
  expect(data).toEqual(rest)
  expect(errors).toMatchObject([{ extensions: { reason: 'timeout' } }, { extensions: { reason: 'timeout' } }])
})

test('a subgraph that stops in the middle of its answer is given up at the deadline', async () => {
  await withPoints(
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":')
    },
    { SUBGRAPH_TIMEOUT_MS: '150' },
  )
  expect((await ask()).errors).toMatchObject([
    { extensions: { reason: 'timeout' } },
    { extensions: { reason: 'timeout' } },
  ])
})

test('an answer that is too large is cut off, whether its length is declared or not', async () => {
  const chunk = ' '.repeat(50_000)
  let sent = 0
  await withPoints(
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = () => {
        while (!response.destroyed && sent < 100_000_000) {
          sent += chunk.length
          if (!response.write(chunk)) return void response.once('drain', more)
        }
        response.end()
      }
      more()
    },
    { SUBGRAPH_RESPONSE_MAX_BYTES: '200000' },
  )
  const { data, errors } = await gateway.ask('{ users { name points } }')
  expect(data).toEqual({ users: rest.users })
  expect(errors).toMatchObject([{ extensions: { serviceName: 'points', reason: 'too large' } }])
  expect(sent).toBeLessThan(50_000_000)

  failing.removeAllListeners('request')
  failing.on('request', reply(chunk.repeat(5)))
  expect((await ask()).errors?.[0]).toMatchObject({ extensions: { reason: 'too large' } })
})

test('an answer of 100 MB is given up at the limit: neither is it read to its end, nor kept', async () => {
  const chunk = Buffer.alloc(1_000_000, ' ')
  let sent = 0
  await withPoints((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    let left = 100
    const more = () => {
      while (left-- > 0 && !response.destroyed) {
        sent += chunk.length
        if (!response.write(chunk)) return void response.once('drain', more)
      }
      response.end()
    }
    more()
  })
  const before = process.memoryUsage()
  const { data, errors } = await ask()
  const after = process.memoryUsage()
  expect(data).toEqual(rest)
  expect(errors).toMatchObject([{ extensions: { reason: 'too large' } }, { extensions: { reason: 'too large' } }])
  // Two fetches, each of at most the limit of 16 MB and what is under way on a connection.
  expect(sent).toBeLessThan(60_000_000)
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(60_000_000)
})

test('a subgraph that is not there is an error, and its address stays private', async () => {
  await withPoints(reply(''))
  await new Promise(resolve => failing.close(resolve))
  const { data, errors } = await ask()
  expect(data).toEqual(rest)
  expect(errors?.[0]).toMatchObject({
    message: 'Subgraph "points" cannot be reached',
    extensions: { serviceName: 'points', reason: 'unreachable' },
  })
})

test('an instance that is down is left out, and the next one answers', async () => {
  const answer = '{"data":{"total":3,"add":1,"_entities":[{"points":1},{"points":2}]}}'
  await withPoints(reply(answer))
  await gateway.close()
  const up = `http://127.0.0.1:${(failing.address() as AddressInfo).port}/graphql`
  const env = { SUBGRAPHS: `points=http://127.0.0.1:1/graphql,points=${up},points=http://127.0.0.1:2/graphql` }
  gateway = await startGateway({ supergraphSdl: composeSubgraphs([healthy, contract]), env })
  for (let times = 0; times < 4; times++) expect((await ask()).errors).toBeUndefined()
  expect((await gateway.ask('mutation { add }')).data).toEqual({ add: 1 })
  expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200)
})

test('a mutation whose connection broke is never sent again, while a query is', async () => {
  let sent = 0
  await withPoints((request, response) => {
    sent++
    request.resume().on('end', () => response.destroy())
  })
  await gateway.close()
  const url = `http://127.0.0.1:${(failing.address() as AddressInfo).port}`
  const env = { SUBGRAPHS: `points=${url}/graphql,points=${url}/other` }
  gateway = await startGateway({ supergraphSdl: composeSubgraphs([healthy, contract]), env })
  expect((await gateway.ask('mutation { add }')).errors).toMatchObject([{ extensions: { reason: 'unreachable' } }])
  expect(sent).toBe(1)
  expect((await gateway.ask('{ total }')).errors).toMatchObject([{ extensions: { reason: 'unreachable' } }])
  expect(sent).toBeGreaterThan(2)
})

test('a subgraph that is away is one line of the log, without a stack, however many requests meet it', async () => {
  const logged: string[] = []
  const logger = createLogger({ name: 'test', level: 'info', destination: { write: line => void logged.push(line) } })
  const url = `http://127.0.0.1:${await freePort()}/graphql`
  gateway = await startGateway({ supergraphSdl: composeSubgraphs([healthy, { ...contract, url }]), parts: { logger } })
  for (let count = 0; count < 20; count++) expect((await ask()).data).toEqual({ ...rest, total: null })
  const lines = logged.map(line => JSON.parse(line) as { level: number; msg: string }).filter(({ level }) => level > 30)
  expect(lines).toMatchObject([{ msg: 'a service cannot be reached', service: 'points' }])
  expect(logged.join('')).not.toContain('    at ')
})
