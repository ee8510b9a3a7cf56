import { randomUUID } from 'node:crypto'
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

const ACCEPT = 'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9'
const PENDING = 'multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9'

let subgraphs: TestSubgraph[]
let gateway: TestGateway
let release: () => void
let held: Promise<void>

beforeAll(async () => {
  const players = await startSubgraph({
    name: 'players',
    typeDefs: `
      type Query { player: Player players: [Player!]! }
      type Player @key(fields: "id") { id: ID! name: String secret: String @authenticated }`,
    resolvers: {
      Query: { player: () => ({ id: '1', name: 'Ada' }), players: () => [{ id: '1' }, { id: '2' }] },
      Player: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Ada', secret: 's' }) },
    },
  })
  const scores = await startSubgraph({
    name: 'scores',
    typeDefs: 'type Player @key(fields: "id") { id: ID! score: Int broken: Int rank: Int must: Int! rival: Player }',
    resolvers: {
      Player: {
        score: async ({ id }: { id: string }) => {
          await held
          return Number(id) * 10
        },
        broken: () => {
          throw new Error('the password is swordfish')
        },
        rank: () => 1,
        must: () => {
          throw new Error('the password is swordfish')
        },
        rival: ({ id }: { id: string }) => ({ id: `${id}0` }),
      },
    },
  })
  subgraphs = [players, scores]
  gateway = await startGateway({ supergraphSdl: composeSubgraphs(subgraphs) })
  hold()
  release()
})
afterAll(async () => {
  await gateway.close()
  for (const subgraph of subgraphs) await subgraph.close()
})

function hold() {
  held = new Promise(resolve => {
    release = resolve
  })
}

async function send(query: string, options: { accept?: string; token?: string; variables?: object } = {}) {
  const { accept = ACCEPT, token, variables } = options
  return await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    body: JSON.stringify({ query, variables }),
    headers: {
      'content-type': 'application/json',
      accept,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
  })
}

const jsonOf = (text: string) =>
  text
    .split(/\r\n---(?:--)?\r\n/)
    .filter(part => part !== '')
    .map(part => {
      const [head, body] = part.split('\r\n\r\n')
      expect(head).toBe('content-type: application/json; charset=utf-8')
      return JSON.parse(body ?? '') as Record<string, unknown>
    })

describe('@defer over HTTP', () => {
  it('sends the first part before the deferred one is there', async () => {
    hold()
    const response = await send('{ player { name ... @defer(label: "slow") { score } } }')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('multipart/mixed; boundary="-"; deferSpec=20220824')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const first = await reader?.read()
    expect(jsonOf(first?.value ?? '')).toEqual([{ data: { player: { name: 'Ada' } }, hasNext: true }])
    release()
    let rest = ''
    for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) rest += read.value
    expect(jsonOf(rest)).toEqual([
      { incremental: [{ data: { score: 10 }, path: ['player'], label: 'slow' }], hasNext: false },
    ])
    expect(rest.endsWith('\r\n-----\r\n')).toBe(true)
  })

  it('announces what follows to a client of the current format, and completes each fragment', async () => {
    hold()
    const response = await send('{ player { name ... @defer(label: "slow") { name score } } }', { accept: PENDING })
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'multipart/mixed; boundary="-"; incrementalSpec=v0.2',
    ])
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const first = await reader?.read()
    expect(jsonOf(first?.value ?? '')).toEqual([
      {
        data: { player: { name: 'Ada' } },
        pending: [{ id: '0', path: ['player'], label: 'slow' }],
        hasNext: true,
      },
    ])
    release()
    let rest = ''
    for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) rest += read.value
    expect(jsonOf(rest)).toEqual([
      { incremental: [{ id: '0', data: { score: 10 } }], completed: [{ id: '0' }], hasNext: false },
    ])
    expect(rest.endsWith('\r\n-----\r\n')).toBe(true)
  })

  it('holds failed and nested fragments of the current format to the same rules', async () => {
    const query = `{ player {
      id
      ... @defer(label: "failed") { must }
      ... @defer(label: "outer") { rival { id ... @defer(label: "inner") { name } } }
    } }`
    const parts = jsonOf(await (await send(query, { accept: PENDING })).text())
    const { pending } = parts[0] as { pending: { id: string; label: string }[] }
    expect(pending.map(({ label }) => label).toSorted()).toEqual(['failed', 'outer'])
    const later = parts.slice(1) as {
      pending?: { id: string; path: unknown; label: string }[]
      incremental?: { id: string; data: unknown }[]
      completed?: { id: string; errors?: unknown }[]
    }[]
    const idOf = (label: string) =>
      [...pending, ...later.flatMap(each => each.pending ?? [])].find(each => each.label === label)?.id
    expect(later.flatMap(each => each.pending ?? [])).toEqual([
      { id: idOf('inner'), path: ['player', 'rival'], label: 'inner' },
    ])
    expect(later.flatMap(each => each.incremental ?? [])).toEqual([
      { id: idOf('outer'), data: { rival: { id: '10' } } },
      { id: idOf('inner'), data: { name: 'Ada' } },
    ])
    const completed = later.flatMap(each => each.completed ?? [])
    expect(completed.map(({ id }) => id).toSorted()).toEqual(['0', '1', '2'])
    expect(completed.find(({ id }) => id === idOf('failed'))).toMatchObject({
      errors: [{ message: 'Internal server error', path: ['player', 'must'] }],
    })
    expect(JSON.stringify(parts)).not.toContain('swordfish')
  })

  it.each([
    'application/json',
    'multipart/mixed;deferSpec=1, */*',
    'multipart/mixed;incrementalSpec=v0.3, */*',
    'multipart/mixed, application/json',
  ])('gives everything at once to a client that accepts %s', async accept => {
    const response = await send('{ player { name ... @defer { score } } }', { accept })
    expect(await response.json()).toEqual({ data: { player: { name: 'Ada', score: 10 } } })
  })

  it('gives plain JSON when nothing was deferred', async () => {
    const response = await send('{ player { name } }')
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.json()).toEqual({ data: { player: { name: 'Ada' } } })
    // As for any request that accepts application/json: a fault of the document is an answer, with 200.
    const wrong = await send('{ nothing ... @defer { player { name } } }')
    expect([wrong.status, await wrong.json()]).toMatchObject([
      200,
      { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    ])
  })

  it('holds errors of deferred parts to the same rules: masked, with path and subgraph', async () => {
    const parts = jsonOf(await (await send('{ players { id ... @defer { broken rank } } }')).text())
    expect(parts.at(-1)).toMatchObject({
      incremental: [
        {
          path: ['players', 0],
          data: { broken: null, rank: 1 },
          errors: [
            { message: 'Internal server error', path: ['players', 0, 'broken'], extensions: { serviceName: 'scores' } },
          ],
        },
        { path: ['players', 1], errors: [{ path: ['players', 1, 'broken'] }] },
      ],
      hasNext: false,
    })
    expect(JSON.stringify(parts)).not.toContain('swordfish')
  })

  it('holds access rules for deferred fields, and limits', async () => {
    const asked = subgraphs[0]?.asked.length
    const refused = await send('{ player { name ... @defer { secret } } }')
    expect(await refused.json()).toMatchObject({
      data: { player: { name: 'Ada', secret: null } },
      errors: [{ path: ['player', 'secret'], extensions: { code: 'UNAUTHENTICATED' } }],
    })
    expect(subgraphs[0]?.asked.slice(asked).join()).not.toContain('secret')
    const token = await gateway.issuer.token({ userId: randomUUID() })
    const granted = jsonOf(await (await send('{ player { name ... @defer { secret } } }', { token })).text())
    expect(granted.at(-1)).toMatchObject({ incremental: [{ data: { secret: 's' } }] })
    const many = Array.from({ length: 70 }, (_, index) => `... @defer(label: "l${index}") { rank }`).join(' ')
    const costly = await send(`{ player { ${many} } }`)
    expect([costly.status, await costly.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'directives' } }] },
    ])
  })

  it.each([
    ['of 2022', new Defer20220824Handler()],
    // Its declarations do not allow for exactOptionalPropertyTypes.
    ['current', new GraphQL17Alpha9Handler() as NonNullable<ApolloClient.Options['incrementalHandler']>],
  ])('is read by Apollo Client in the format %s', async (_, incrementalHandler) => {
    const client = new ApolloClient({
      cache: new InMemoryCache(),
      link: new HttpLink({ uri: `${gateway.url}/graphql`, fetch }),
      incrementalHandler,
    })
    const query = gql`{ player { id name ... @defer { score } } }`
    const seen: unknown[] = []
    await new Promise<void>((resolve, reject) => {
      client.watchQuery({ query }).subscribe({
        next: ({ data }) => {
          seen.push(data)
          if (JSON.stringify(data ?? null).includes('score')) resolve()
        },
        error: reject,
      })
    })
    client.stop()
    expect(seen.at(-1)).toMatchObject({ player: { id: '1', name: 'Ada', score: 10 } })
  })
})
