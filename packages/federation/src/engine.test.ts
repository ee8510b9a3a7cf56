import { composeServices } from '@apollo/composition'
import { GraphQLError, parse } from 'graphql'
import { expect, test } from 'vitest'
import type { DataSource, SubgraphRequest, SubgraphResponse } from './contract/data-source.js'
import type { RequestScope } from './contract/request-scope.js'
import { createEngine, type Engine, type EngineOptions, type Sharing } from './engine.js'

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated"])`
const subgraphs = {
  players: `${LINK}
    type Query { player: Player broken: String }
    type Mutation { rename: String }
    type Player @key(fields: "id") { id: ID! email: String @authenticated }`,
  scores: `${LINK} type Player @key(fields: "id") { id: ID! score: Int }`,
}

const supergraphSdl = compose(subgraphs)

function compose(services: Readonly<Record<string, string>>): string {
  const { supergraphSdl: sdl, errors = [] } = composeServices(
    Object.entries(services).map(([name, text]) => ({ name, typeDefs: parse(text), url: `http://${name}` })),
  )
  if (sdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  return sdl
}

function answerOf({ query, variables }: SubgraphRequest): SubgraphResponse {
  if (query.startsWith('mutation')) return { data: { rename: 'done' } }
  if (query.includes('broken')) throw new Error('The connection was reset')
  const { representations } = variables
  if (!Array.isArray(representations)) return { data: { player: { __typename: 'Player', id: '1', email: 'a@b' } } }
  return { data: { _entities: representations.map(() => ({ score: 7 })) } }
}

/**
 * An engine, the requests that its subgraphs got, and the names of those that were opened.
 * @param options.held scores are answered when it is fulfilled.
 */
function anEngine({ held, ...options }: Partial<EngineOptions<RequestScope>> & { held?: Promise<void> } = {}) {
  const asked: string[] = []
  const opened: string[] = []
  const sourceOf = ({ name }: { name: string }): DataSource => {
    opened.push(name)
    return {
      execute: async request => {
        asked.push(`${name}: ${request.query}`)
        if (name === 'scores') await held
        return answerOf(request)
      },
    }
  }
  return { engine: createEngine({ supergraphSdl, sourceOf, ...options }), asked, opened }
}

const anonymous: RequestScope = { viewer: null }
const signedIn: RequestScope = { viewer: { userId: 'ann', scopes: [] } }
const run = (engine: Engine, text: string, more: Partial<Parameters<Engine['execute']>[0]> = {}) =>
  engine.execute({ document: parse(text), key: text, variables: {}, context: anonymous, ...more })

const QUERY = '{ player { id score } }'
const PLAYER = { player: { id: '1', score: 7 } }

test('an operation runs over its subgraphs, which are opened when the first one runs', async () => {
  const { engine, asked, opened } = anEngine()
  expect(opened).toEqual([])
  expect(await run(engine, QUERY)).toEqual({ data: PLAYER })
  await run(engine, QUERY)
  expect(opened).toEqual(['players', 'scores'])
  expect(asked).toHaveLength(4)
})

test('a field that the viewer may not see is null with an error, and no subgraph is asked for it', async () => {
  const { engine, asked } = anEngine()
  const { data, errors = [] } = await run(engine, '{ player { id email } }')
  expect(data).toEqual({ player: { id: '1', email: null } })
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['player', 'email'], 'UNAUTHENTICATED'],
  ])
  expect(asked.join()).not.toContain('email')
  expect(await run(engine, '{ player { id email } }', { context: signedIn })).toEqual({
    data: { player: { id: '1', email: 'a@b' } },
  })
})

test('whether a refused field is asked for is decided by variables, coerced or not', async () => {
  const { engine } = anEngine()
  const text = 'query ($more: Boolean = true) { player { id email @include(if: $more) } }'
  expect((await run(engine, text)).errors).toHaveLength(1)
  expect((await run(engine, text, { variables: { more: false } })).errors).toBeUndefined()
  expect((await run(engine, text, { coercedVariables: { more: false } })).errors).toBeUndefined()
})

test('a data source that rejects is an error of its fetch', async () => {
  const { engine } = anEngine()
  const { data, errors = [] } = await run(engine, '{ broken player { id } }')
  expect(data).toEqual({ broken: null, player: null })
  expect(errors[0]).toMatchObject({ message: 'The connection was reset', extensions: { serviceName: 'players' } })
})

test('a listener may add to a result, and refuse it', async () => {
  const { engine } = anEngine()
  const onResult = (result: { extensions?: Record<string, unknown> | undefined }) => {
    result.extensions = { seen: true }
  }
  expect(await run(engine, QUERY, { onResult })).toEqual({ data: PLAYER, extensions: { seen: true } })
  const refuse = () => {
    throw new GraphQLError('Too dear')
  }
  await expect(run(engine, QUERY, { onResult: refuse })).rejects.toThrow('Too dear')
})

test('an operation that the document does not have is refused', async () => {
  const { engine } = anEngine()
  await expect(run(engine, 'query A { player { id } } query B { player { id } }')).rejects.toThrow(
    'say which one by operationName',
  )
})

test('a text that is no supergraph is refused with the reason', () => {
  expect(() => anEngine({ supergraphSdl: 'type Query { a: Int }' })).toThrow(/@link|supergraph/i)
})

const scopeOf = () => 'all alike'
const switches: Readonly<Record<string, { sharing: Sharing<RequestScope>; together: number; later: number }>> = {
  nothing: { sharing: {}, together: 6, later: 4 },
  executions: { sharing: { executions: { scopeOf } }, together: 2, later: 4 },
  reads: { sharing: { reads: { scopeOf } }, together: 2, later: 4 },
  'repeats that remember nothing': { sharing: { repeats: { bytesMax: 0 } }, together: 6, later: 4 },
}

test.each(Object.entries(switches))('sharing %s gives the same answers', async (_name, expected) => {
  const { engine, asked } = anEngine({ sharing: expected.sharing })
  const answers = await Promise.all([run(engine, QUERY), run(engine, QUERY), run(engine, QUERY)])
  for (const { data, errors } of answers) expect({ data, errors }).toEqual({ data: PLAYER, errors: undefined })
  expect(asked).toHaveLength(expected.together)
  asked.length = 0
  for (const _turn of [1, 2]) expect(await run(engine, QUERY)).toMatchObject({ data: PLAYER })
  expect(asked).toHaveLength(expected.later)
})

test('a listener of one request adds nothing to the result of another that shares its execution', async () => {
  const { engine } = anEngine({ sharing: { executions: { scopeOf } } })
  const contexts = [{ viewer: null }, { viewer: null }] as const
  const heard: RequestScope[] = []
  const [first, second] = await Promise.all([
    run(engine, QUERY, {
      context: contexts[0],
      onResult: (result, asked) => {
        result.extensions = { first: true }
        heard.push(asked)
      },
    }),
    run(engine, QUERY, { context: contexts[1], onResult: (_result, asked) => void heard.push(asked) }),
  ])
  expect([first?.extensions, second?.extensions]).toEqual([{ first: true }, undefined])
  expect(heard.every(asked => asked === contexts[0])).toBe(true)
})

test('after a mutation no query joins an execution from before it', async () => {
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  const { engine, asked } = anEngine({ held, sharing: { executions: { scopeOf } } })
  const before = run(engine, QUERY)
  await run(engine, 'mutation { rename }')
  const after = run(engine, QUERY)
  release()
  await Promise.all([before, after])
  expect(asked.filter(each => each.startsWith('players: {'))).toHaveLength(2)
})

test('an answer has as many errors as a limit says, and an engine keeps as many operations', async () => {
  const made: string[] = []
  const { engine } = anEngine({ limits: { errors: 2, operations: 1 }, countPlans: outcome => made.push(outcome) })
  const { errors = [] } = await run(engine, '{ a: broken b: broken c: broken d: broken }')
  expect(errors.map(({ extensions }) => extensions['leftOut'])).toEqual([undefined, undefined, 2])
  await run(engine, QUERY)
  await run(engine, '{ broken }')
  await run(engine, QUERY)
  expect(made).toEqual(['made', 'made', 'made', 'made'])
  expect(() => anEngine({ limits: { errors: 0 } })).toThrow(
    'limits.errors must be a whole number from 1 to 1000000, not 0',
  )
})
