import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { catalog } from './catalog.js'
import { composeSubgraphs, post, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

// The time limit of each attack, also on a busy machine: a refusal must not take much work before.
const PROMPTLY_MS = 2_000

let subgraph: TestSubgraph
let supergraphSdl: string
let gateway: TestGateway
beforeAll(async () => {
  subgraph = await startSubgraph({
    ...catalog,
    typeDefs: `${catalog.typeDefs}
      scalar JSON
      extend type Query { store(value: JSON): Boolean, sum(values: [Int!]): Int }`,
    resolvers: { ...catalog.resolvers, Query: { ...catalog.resolvers.Query, store: () => true, sum: () => 0 } },
  })
  supergraphSdl = composeSubgraphs([subgraph])
  gateway = await startGateway({ supergraphSdl })
})
afterEach(() => {
  subgraph.asked.length = 0
})
afterAll(async () => {
  await gateway.close()
  await subgraph.close()
})

const endpoint = () => `${gateway.url}/graphql`
/** The outcome of a request: its status, its first error, and the number of subgraph requests. */
const outcomeOf = ({ status, errors }: Awaited<ReturnType<typeof post>>) => ({
  status,
  asked: subgraph.asked.length,
  ...errors?.[0]?.extensions,
})
const refusedBy = (limit: string) => ({ status: 400, asked: 0, code: 'LIMIT_EXCEEDED', limit })
const repeat = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ')

describe('requests that a page of another site can make', () => {
  const form = '{"query":"mutation { write(text: \\"x\\") }"}'
  const chrome = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' }
  const crossSite = { ...chrome, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }
  /** Refused without a request to a subgraph; the exact HTTP status may vary. */
  const refused = { isRefused: true, asked: 0 }
  const send = async (request: RequestInit, search = '') => {
    const { status } = await fetch(`${endpoint()}${search}`, request)
    return { isRefused: status >= 400 && status < 500, asked: subgraph.asked.length }
  }

  test.each([
    ['text/plain', form],
    ['text/plain; application/json', form],
    ['application/x-www-form-urlencoded', 'query=mutation+%7B+write(text%3A%22x%22)+%7D'],
    [
      'multipart/form-data; boundary=x',
      `--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${form}\r\n--x--`,
    ],
    ['', form],
  ])('a form or script that posts %s', async (type, body) => {
    expect(
      await send({ method: 'POST', body: Buffer.from(body), headers: type === '' ? {} : { 'content-type': type } }),
    ).toEqual(refused)
    const headers = { ...crossSite, origin: 'https://evil.example', ...(type !== '' && { 'content-type': type }) }
    expect(await send({ method: 'POST', body: Buffer.from(body), headers })).toEqual(refused)
  })

  const search = `?query=${encodeURIComponent('{ hello }')}`
  test.each<[string, Record<string, string>]>([
    ['an image, a script or a link', crossSite],
    ['a sibling site', { ...crossSite, 'sec-fetch-site': 'same-site' }],
    ['a script that chooses what it accepts', { ...crossSite, accept: 'application/graphql-response+json' }],
    ['a browser that does not say from where', chrome],
    ['one that says it by Referer', { referer: 'https://evil.example/' }],
    ['one that says it by Origin', { origin: 'null' }],
    ['one with cookies', { cookie: 'a=b' }],
    ['one with a content type of forms', { ...chrome, 'content-type': 'text/plain' }],
  ])('a query by GET from %s', async (_, headers) => {
    expect(await send({ headers }, search)).toEqual(refused)
  })

  test('but what a browser asks about first may', async () => {
    const headers = { ...crossSite, 'apollo-require-preflight': '1' }
    expect((await fetch(`${endpoint()}${search}`, { headers })).status).toBe(200)
  })

  test('a program, and our own pages, may send a query by GET; a mutation nobody', async () => {
    expect(await (await fetch(`${endpoint()}${search}`)).json()).toEqual({ data: { hello: 'hello you' } })
    const own = await fetch(`${endpoint()}${search}`, { headers: { ...chrome, 'sec-fetch-site': 'same-origin' } })
    expect(own.status).toBe(200)
    subgraph.asked.length = 0
    const write = `?query=${encodeURIComponent('mutation { write(text: "x") }')}`
    expect(await send({}, write)).toEqual(refused)
    expect(await send({ headers: { 'apollo-require-preflight': '1' } }, write)).toEqual(refused)
  })

  test.each([
    'application/json',
    'application/graphql-response+json',
    'text/event-stream',
    'text/event-stream, application/json',
    'multipart/mixed;subscriptionSpec=1.0, application/json',
    'multipart/mixed;deferSpec=20220824, application/json;q=0.5',
    '*/*',
  ])('a mutation by GET changes nothing, whatever answer it accepts: %s', async accept => {
    const headers = { accept, 'apollo-require-preflight': '1', 'content-type': 'application/json' }
    // A mutation that came by POST is known: the way round Apollo Server must not take it either.
    await gateway.ask('mutation Write { write(text: "x") }')
    subgraph.asked.length = 0
    for (const query of ['mutation Write { write(text: "x") }', 'query A { hello } mutation B { write(text: "x") }'])
      expect(
        await send(
          { headers },
          `?${new URLSearchParams({ query, operationName: query.includes('B') ? 'B' : 'Write' })}`,
        ),
      ).toEqual(refused)
    const head = await fetch(`${endpoint()}?${new URLSearchParams({ query: 'mutation { write(text: "x") }' })}`, {
      method: 'HEAD',
      headers,
    })
    expect(head.status).toBeGreaterThanOrEqual(400)
    expect(subgraph.asked).toEqual([])
  })
})

describe('bodies', () => {
  test.each([
    ['a batch', JSON.stringify([{ query: '{ hello }' }, { query: '{ hello }' }])],
    ['a batch of one', JSON.stringify([{ query: '{ hello }' }])],
    ['a batch of ten thousand', JSON.stringify(Array.from({ length: 10_000 }, () => ({ query: '{ hello }' })))],
    ['JSON that is deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['JSON that is deep and broken', `{"query":${'['.repeat(400_000)}`],
  ])(
    '%s is refused',
    async (_, body) => {
      const answer = await post(endpoint(), body)
      expect(answer.status).toBe(400)
      expect(answer.errors?.[0]?.extensions?.['code']).toBe('BAD_REQUEST')
      expect(subgraph.asked).toEqual([])
    },
    PROMPTLY_MS,
  )

  test('one that is larger than is read, whether it says so or not', async () => {
    const body = `{"query":"{ hello }","variables":{"a":"${'x'.repeat(1_000_000)}"}}`
    expect((await post(endpoint(), body)).status).toBe(413)
    const chunks = new ReadableStream({
      start: controller => {
        controller.enqueue(new TextEncoder().encode(body))
        controller.close()
      },
    })
    const headers = { 'content-type': 'application/json' }
    const streamed = await fetch(endpoint(), { method: 'POST', body: chunks, headers, duplex: 'half' } as RequestInit)
    expect(streamed.status).toBe(413)
    expect(subgraph.asked).toEqual([])
  })

  test('nothing is unpacked', async () => {
    const response = await fetch(endpoint(), {
      method: 'POST',
      body: new Uint8Array([0x1f, 0x8b, 8, 0]),
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    })
    expect(response.status).toBe(400)
  })

  test('keys of prototypes are only keys', async () => {
    const body = '{"query":"{ hello }","__proto__":{"polluted":1},"variables":{"__proto__":{"polluted":1}}}'
    expect((await post(endpoint(), body)).data).toEqual({ hello: 'hello you' })
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})

describe('variables', () => {
  const store = (value: string) =>
    post(endpoint(), `{"query":"query ($v: JSON) { store(value: $v) }","variables":{"v":${value}}}`)

  test(
    'that are deep',
    async () => {
      expect(outcomeOf(await store(`${'['.repeat(33)}${']'.repeat(33)}`))).toMatchObject(refusedBy('valueDepth'))
      expect(outcomeOf(await store(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`))).toMatchObject(
        refusedBy('valueDepth'),
      )
      expect((await store(`${'['.repeat(31)}${']'.repeat(31)}`)).data).toEqual({ store: true })
    },
    PROMPTLY_MS,
  )

  test(
    'that are many',
    async () => {
      const list = (count: number) => `[${Array.from({ length: count }, () => 1).join()}]`
      expect(outcomeOf(await store(list(10_001)))).toMatchObject(refusedBy('variableValues'))
      expect(outcomeOf(await store(list(400_000)))).toMatchObject(refusedBy('variableValues'))
      expect((await store(list(9_000))).data).toEqual({ store: true })
    },
    PROMPTLY_MS,
  )

  test(
    'a thousand wrong ones are told in a few errors',
    async () => {
      const values = Array.from({ length: 5_000 }, () => 'x')
      const answer = await gateway.ask('query ($v: [Int!]) { sum(values: $v) }', { variables: { v: values } })
      expect(answer.status).toBe(400)
      expect(answer.errors?.length).toBeLessThanOrEqual(21)
      expect(subgraph.asked).toEqual([])
    },
    PROMPTLY_MS,
  )
})

describe('documents', () => {
  test(
    'a list as long as the tokens allow',
    async () => {
      expect(outcomeOf(await gateway.ask(`{ sum(values: [${'1 '.repeat(5_000)}]) }`))).toMatchObject(
        refusedBy('tokens'),
      )
    },
    PROMPTLY_MS,
  )

  test.each([
    ['selections', `${'{ a '.repeat(2_400)}${'} '.repeat(2_400)}`],
    ['lists', `{ store(value: ${'['.repeat(2_400)}${']'.repeat(2_400)}) }`],
    ['objects', `{ store(value: ${'{a:'.repeat(1_200)}1${'}'.repeat(1_200)}) }`],
    ['list types', `query ($v: ${'['.repeat(2_400)}Int${']'.repeat(2_400)}) { hello }`],
  ])(
    '%s nested a thousand times end in an answer',
    async (_, query) => {
      const answer = await gateway.ask(query)
      expect(answer.status).toBe(400)
      expect(answer.errors?.[0]?.extensions?.['code']).toMatch(/^(LIMIT_EXCEEDED|GRAPHQL_(PARSE|VALIDATION)_FAILED)$/)
      expect(subgraph.asked).toEqual([])
    },
    PROMPTLY_MS,
  )

  test(
    'equal fields by the thousand, which validation would compare with each other',
    async () => {
      expect(outcomeOf(await gateway.ask(`{ shelves { ${'shelf { __typename } '.repeat(900)} } }`))).toMatchObject(
        refusedBy('overlaps'),
      )
      let nested = '__typename'
      for (let level = 0; level < 9; level++) nested = `shelf { ${nested} } shelf { ${nested} }`
      expect(outcomeOf(await gateway.ask(`{ shelves { ${nested} } }`))).toMatchObject(refusedBy('overlaps'))
    },
    PROMPTLY_MS,
  )

  test(
    'fragments by the hundred, likewise',
    async () => {
      const fragments = repeat(300, i => `fragment F${i} on Shelf { f${i}: __typename ...F${i + 1} }`)
      const many = `{ shelves { ...F0 } } ${fragments} fragment F300 on Shelf { __typename }`
      expect(outcomeOf(await gateway.ask(many.replaceAll(/f\d+: /g, '')))).toMatchObject(refusedBy('overlaps'))
    },
    PROMPTLY_MS,
  )

  test(
    'fragments that double',
    async () => {
      const fragments = repeat(100, i => `fragment F${i} on Shelf { ...F${i + 1} ...F${i + 1} }`)
      const query = `{ shelves { ...F0 } } ${fragments} fragment F100 on Shelf { __typename }`
      expect(outcomeOf(await gateway.ask(query))).toMatchObject(refusedBy('fields'))
    },
    PROMPTLY_MS,
  )

  test.each([
    ['one that spreads itself', '{ shelves { ...A } } fragment A on Shelf { __typename ...A }'],
    ['two that spread each other', '{ shelves { ...A } } fragment A on Shelf { ...B } fragment B on Shelf { ...A }'],
    ['below a field', '{ shelves { ...A } } fragment A on Shelf { shelf { ...A } }'],
    [
      'each that spreads all',
      `{ shelves { ...F0 } } ${repeat(20, i => `fragment F${i} on Shelf { ${repeat(20, j => `...F${j}`)} }`)}`,
    ],
    [
      'each that spreads all below fields',
      `{ shelves { ...F0 } } ${repeat(9, i => `fragment F${i} on Shelf { ${repeat(9, j => `shelf { ...F${j} }`)} }`)}`,
    ],
  ])(
    'circles of fragments: %s',
    async (_, query) => {
      const answer = await gateway.ask(query)
      expect(answer.status).toBe(400)
      expect(answer.errors?.[0]?.extensions?.['code']).toMatch(/^(LIMIT_EXCEEDED|GRAPHQL_VALIDATION_FAILED)$/)
      expect(subgraph.asked).toEqual([])
    },
    PROMPTLY_MS,
  )

  test.each([
    ['depth', `{ shelves { ${'shelf { '.repeat(15)} __typename ${'} '.repeat(15)} } }`, 'depth'],
    [
      'aliases',
      `{ ${repeat(29, i => `a${i}: hello`)} shelves { ${repeat(40, i => `b${i}: __typename`)} } }`,
      'aliases',
    ],
    ['root fields', `{ ${repeat(31, i => `a${i}: hello`)} }`, 'rootFields'],
    ['directives', `{ hello ${'@include(if: true) '.repeat(61)} }`, 'directives'],
    ['directives that nobody knows', `{ hello ${'@a '.repeat(1_000)} }`, 'directives'],
    ['cost', '{ books(first: 100000) { edges { node { title } } } }', 'cost'],
    ['cost within cost', `{ ${'shelves { books { similar { '.repeat(1)} similar { similar { title } } } } } }`, 'cost'],
  ])(
    '%s',
    async (_, query, name) => {
      expect(outcomeOf(await gateway.ask(query))).toMatchObject(refusedBy(name))
    },
    PROMPTLY_MS,
  )

  test(
    'introspection that goes round in circles',
    async () => {
      const query =
        '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }'
      const answer = await gateway.ask(query)
      expect(answer.status).toBe(400)
      expect(answer.data).toBeUndefined()
    },
    PROMPTLY_MS,
  )
})

describe('numbers that no double holds', () => {
  const refused = { status: 400, asked: 0 }
  test.each(['{ books(first: 1e400) { total } }', `{ books(first: 1${'0'.repeat(400)}) { total } }`])(
    '%s is a fault of the document where a built-in type is taken',
    async query => {
      expect(outcomeOf(await gateway.ask(query))).toMatchObject({ ...refused, code: 'GRAPHQL_VALIDATION_FAILED' })
    },
  )
})

test('introspection in production, however it is written', async () => {
  const env = { NODE_ENV: 'production', INTERNAL_SECRET: 'a-secret-of-its-own-that-is-long-enough', PROXIES: '0' }
  const production = await startGateway({ supergraphSdl, env })
  for (const query of [
    '{ __schema { types { name } } }',
    '{ hello x: __type(name: "Query") { name } }',
    '{ ...F } fragment F on Query { ... { __schema { queryType { name } } } }',
    'query ($no: Boolean = false) { hello __schema @include(if: $no) { description } }',
  ])
    expect(outcomeOf(await production.ask(query))).toMatchObject({
      status: 400,
      asked: 0,
      code: 'INTROSPECTION_DISABLED',
    })
  await production.close()
})

test('after all of that the gateway answers', async () => {
  expect((await gateway.ask('{ hello }')).data).toEqual({ hello: 'hello you' })
})
