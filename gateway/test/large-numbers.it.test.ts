import { text, type HttpRequest, type HttpResponse } from '@waystone/kit/http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LocalRequest } from '../src/app.js'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

const BIG = '9007199254740993'
const FINE = '0.1000000000000000055511151231257827'

let vault: TestSubgraph
let owners: TestSubgraph
let gateway: TestGateway
let answers: Record<string, string>
let entities: string

const asJson = (body: string, headers: Record<string, string> = {}): HttpResponse => ({
  ...text(200, body, 'application/json'),
  headers: { 'content-type': 'application/json', ...headers },
})
const bodyOf = ({ body }: HttpRequest): string => body.toString()
const lastOf = ({ requests }: TestSubgraph): string => bodyOf(requests.at(-1) as HttpRequest)

beforeAll(async () => {
  vault = await startSubgraph({
    name: 'vault',
    typeDefs: `
      scalar Long scalar JSON
      input Range { from: Long to: [Long!] }
      type Query {
        coin(at: Long, id: ID, range: Range, any: JSON, weight: Float): Coin
        coins: [Coin!]!
      }
      type Mutation { mint(at: Long): Coin }
      type Coin @key(fields: "serial") { serial: Long! any: JSON weight: Float id: ID label: String many: [[Long]] }`,
    handle: request => {
      const { query } = JSON.parse(bodyOf(request)) as { query: string }
      const field = query.includes('coins') ? 'coins' : query.startsWith('mutation') ? 'mint' : 'coin'
      return asJson(`{"data":{"${field}":${answers[field] ?? 'null'}}}`)
    },
  })
  owners = await startSubgraph({
    name: 'owners',
    typeDefs: 'scalar Long type Coin @key(fields: "serial") { serial: Long! owner: String worth: Long }',
    handle: () => asJson(`{"data":{"_entities":${entities}}}`, { 'cache-control': 'public, max-age=60' }),
  })
  gateway = await startGateway({ supergraphSdl: composeSubgraphs([vault, owners]) })
})
beforeEach(() => {
  const coin = `{"__typename":"Coin","serial":${BIG},"any":{"a":[1e400,1,"${BIG}"]},"weight":${FINE},"label":"x","id":"x","many":[[${FINE}],[]]}`
  answers = { coin, mint: coin, coins: `[${coin},{"__typename":"Coin","serial":9007199254740992}]` }
  entities = `[{"__typename":"Coin","owner":"ann","worth":12345678901234567890}]`
})
afterAll(async () => {
  for (const each of [gateway, vault, owners]) await each.close()
})

/** The answer as it was written. */
async function textOf(body: object | string, { url }: TestGateway = gateway): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return await response.text()
}

describe('numbers of custom scalars in answers', () => {
  it('keep every digit, by Apollo Server, round it, and when the answer repeats; a Float is what JavaScript makes of it', async () => {
    const query = '{ coin { serial any weight label many } }'
    const expected = `{"data":{"coin":{"serial":${BIG},"any":{"a":[1e400,1,"${BIG}"]},"weight":0.1,"label":"x","many":[[${FINE}],[]]}}}\n`
    for (let turn = 0; turn < 6; turn++) expect(await textOf({ query })).toBe(expected)
  })

  it('keep them in the answer to a mutation and beside errors', async () => {
    expect(await textOf({ query: 'mutation { mint { serial } }' })).toContain(`"serial":${BIG}`)
    answers['coin'] = `${answers['coin']}},"errors":[{"message":"no","path":["coin","label"]}],"extensions":{"a":1`
    expect(await textOf({ query: '{ coin { serial } }' })).toContain(`"serial":${BIG}`)
  })

  it('come with deferred parts', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'multipart/mixed;deferSpec=20220824' },
      body: JSON.stringify({ query: '{ coin { serial ... @defer { worth } } }' }),
    })
    const parts = await response.text()
    expect(parts).toContain(`{"data":{"coin":{"serial":${BIG}}}`)
    expect(parts).toContain('"data":{"worth":12345678901234567890}')
  })

  it('do not make numbers of strings', async () => {
    answers['coin'] = `{"label":"${BIG}","any":["1e400","[${BIG}]",${BIG}]}`
    expect(await textOf({ query: '{ coin { label any } }' })).toContain(
      `{"label":"${BIG}","any":["1e400","[${BIG}]",${BIG}]}`,
    )
  })
})

describe('numbers of custom scalars in keys', () => {
  it('tell entities apart that JavaScript would take for one, and come as text, which every subgraph reads as it is', async () => {
    entities = '[{"owner":"ann"},{"owner":"bob"}]'
    const answer = await textOf({ query: '{ coins { serial owner } }' })
    expect(answer).toContain(`[{"serial":${BIG},"owner":"ann"},{"serial":9007199254740992,"owner":"bob"}]`)
    expect(lastOf(owners)).toContain(
      `"representations":[{"__typename":"Coin","serial":"${BIG}"},{"__typename":"Coin","serial":9007199254740992}]`,
    )
  })

  it('are kept with entities that are cached', async () => {
    const caching = await startGateway({
      supergraphSdl: composeSubgraphs([vault, owners]),
      env: { ENTITY_CACHE: 'true', REPEATS_MAX_BYTES: '0' },
    })
    const query = '{ coin { owner worth } }'
    const before = owners.requests.length
    for (let turn = 0; turn < 3; turn++)
      expect(await textOf({ query }, caching)).toContain('{"owner":"ann","worth":12345678901234567890}')
    expect(owners.requests.length - before).toBe(1)
    await caching.close()
  })
})

describe('numbers in literals', () => {
  it.each([
    [`{ coin(at: ${BIG}) { label } }`, `at:${BIG}`],
    [`{ coin(at: 1e400) { label } }`, 'at:1e400'],
    [`{ coin(range: {from: ${FINE}, to: [1, ${BIG}]}) { label } }`, `from:${FINE},to:[1,${BIG}]`],
    [`{ coin(any: {a: [{b: -${BIG}}, "${BIG}"]}) { label } }`, `{a:[{b:-${BIG}},"${BIG}"]}`],
    [`query ($at: Long = ${BIG}) { coin(at: $at) { label } }`, `$at:Long=${BIG}`],
    [`{ coin(id: ${BIG}) { label } }`, `id:${BIG}`],
    [`{ coin(weight: ${FINE}) { label } }`, 'weight:0.1'],
    [`mutation { mint(at: ${BIG}) { label } }`, `at:${BIG}`],
  ])('reach the subgraph as they are written: %s', async (query, expected) => {
    expect(await textOf({ query })).toMatch(/^\{"data":\{"(coin|mint)":\{"label":"x"\}\}\}\n$/)
    const { query: asked } = JSON.parse(lastOf(vault)) as { query: string }
    expect(asked.replaceAll(/[ ,]/g, '')).toContain(expected.replaceAll(',', ''))
  })

  it('are asked for apart where they differ in a digit', async () => {
    await textOf({ query: `{ one: coin(at: ${BIG}) { label } other: coin(at: 9007199254740992) { label } }` })
    const { query } = JSON.parse(lastOf(vault)) as { query: string }
    expect(query).toContain(`at:${BIG}`)
    expect(query).toContain('at:9007199254740992')
  })

  it('that no Float can be are refused with 400', async () => {
    for (const query of [
      '{ coin(weight: 1e400) { label } }',
      'query ($w: Float = -1e400) { coin(weight: $w) { label } }',
    ]) {
      const answer = await gateway.ask(query)
      expect(answer.status).toBe(400)
      expect(answer.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }])
    }
  })
})

describe('numbers in variables', () => {
  const query =
    'query ($at: Long, $range: Range, $any: JSON, $id: ID, $weight: Float) { coin(at: $at, range: $range, any: $any, id: $id, weight: $weight) { label } }'
  const variables = `{"at":${BIG},"range":{"from":${FINE},"to":[${BIG},2]},"any":{"a":[1e400,"${BIG}"]},"id":${BIG},"weight":${FINE}}`
  const expected = `"variables":{"at":${BIG},"range":{"from":${FINE},"to":[${BIG},2]},"any":{"a":[1e400,"${BIG}"]},"id":"${BIG}","weight":0.1}`

  it('reach the subgraph as the client wrote them; an ID is text, a Float what JavaScript makes of it', async () => {
    for (let turn = 0; turn < 4; turn++) {
      expect(await textOf(`{"query":${JSON.stringify(query)},"variables":${variables}}`)).toContain('"label":"x"')
      expect(lastOf(vault)).toContain(expected)
    }
  })

  it('do so by GET', async () => {
    const search = new URLSearchParams({ query, variables })
    await (await fetch(`${gateway.url}/graphql?${search}`)).text()
    expect(lastOf(vault)).toContain(expected)
  })

  it('do so over graphql-sse', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: `{"query":${JSON.stringify(query.replace('{ label }', '{ serial }'))},"variables":${variables}}`,
    })
    expect(await response.text()).toContain(`"serial":${BIG}`)
    expect(lastOf(vault)).toContain(expected)
  })

  it('are of requests of their own where they differ in a digit', async () => {
    const send = (at: string) =>
      textOf(`{"query":"query Own($at: Long) { coin(at: $at) { label } }","variables":{"at":${at}}}`)
    await Promise.all([send(BIG), send('9007199254740992'), send('9007199254740994')])
    const asked = vault.requests.slice(-3).map(request => /"at":(\d+)/.exec(bodyOf(request))?.[1])
    expect(new Set(asked)).toEqual(new Set(['9007199254740992', BIG, '9007199254740994']))
  })
})

describe('a subgraph of the same process', () => {
  it('gives and takes BigInts', async () => {
    const asked: LocalRequest[] = []
    const local = await startGateway({
      supergraphSdl: composeSubgraphs([vault, owners]),
      parts: {
        localSubgraphs: {
          vault: {
            execute: async request => {
              asked.push(request)
              return { data: { coin: { __typename: 'Coin', serial: BigInt(BIG), any: { a: [5n, BigInt(BIG)] } } } }
            },
          },
          owners: {
            execute: async request => {
              asked.push(request)
              return { data: { _entities: [{ __typename: 'Coin', worth: 7n }] } }
            },
          },
        },
      },
    })
    const query = 'query ($at: Long) { coin(at: $at) { serial any worth } }'
    for (let turn = 0; turn < 6; turn++)
      expect(await textOf(`{"query":"${query}","variables":{"at":${BIG}}}`, local)).toBe(
        `{"data":{"coin":{"serial":${BIG},"any":{"a":[5,${BIG}]},"worth":7}}}\n`,
      )
    expect(asked[0]?.variables).toEqual({ at: BigInt(BIG) })
    expect(asked[1]?.variables['representations']).toEqual([{ __typename: 'Coin', serial: BIG }])
    await local.close()
  })
})

describe('integers of GraphQL that JavaScript does not hold', () => {
  it('are never another number in an answer', async () => {
    answers['coin'] = `{"label":"x","id":${BIG}}`
    const answer = await gateway.ask('{ coin { label id } }')
    expect(answer.data).toEqual({ coin: { label: 'x', id: null } })
  })
})
