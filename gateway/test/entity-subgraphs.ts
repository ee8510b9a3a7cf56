import { json, type HttpRequest } from '@waystone/kit/http'
import { composeSubgraphs, startSubgraph, type TestSubgraph } from './harness.js'

export interface Answering {
  /** Headers of the next answers. */
  headers: Record<string, string>
  /** GraphQL errors of the next answers. */
  errors: { message: string; path?: (string | number)[]; extensions?: object }[]
  /** The next answers are made at once, and sent when this resolves. */
  held: Promise<void> | null
}

/**
 * Two subgraphs of which the second resolves what the first names, with the headers that a test sets; each
 * answer is different.
 */
export async function startEntitySubgraphs() {
  const names: Answering = { headers: {}, errors: [], held: null }
  const scores: Answering = { headers: {}, errors: [], held: null }
  let version = 0
  const answer = async (answering: Answering, data: object) => {
    await answering.held
    return json(200, { data, ...(answering.errors.length > 0 && { errors: answering.errors }) }, answering.headers)
  }
  const first = await startSubgraph({
    name: 'names',
    typeDefs: `
      type Query { player(id: ID!): Player players(ids: [ID!]!): [Player] me: Player @authenticated }
      type Mutation { rename(id: ID!): Player }
      type Player @key(fields: "id") { id: ID! }`,
    handle: request => {
      const { query, variables } = bodyOf(request)
      const player = (id: unknown) => ({ __typename: 'Player', id })
      if (query.includes('players(')) return answer(names, { players: (variables['ids'] as unknown[]).map(player) })
      const field = /player|me|rename/.exec(query.slice(query.indexOf('{')))?.[0] ?? ''
      return answer(names, { [field]: player(variables['id'] ?? 'me') })
    },
  })
  const second = await startSubgraph({
    name: 'scores',
    typeDefs: 'type Player @key(fields: "id") { id: ID! score: String } type Query { top: String }',
    handle: request => {
      const { variables } = bodyOf(request)
      const representations = variables['representations'] as { id: string }[] | undefined
      if (representations === undefined) return answer(scores, { top: 'top' })
      version++
      return answer(scores, {
        _entities: representations.map(({ id }) =>
          id === 'nobody' ? null : { __typename: 'Player', score: `${id} ${version}` },
        ),
      })
    },
  })
  return {
    names,
    scores,
    first,
    second,
    supergraphSdl: composeSubgraphs([first, second]),
    /** The entities that the second subgraph was asked to resolve, one list a fetch. */
    resolved: () =>
      second.requests.map(request =>
        (bodyOf(request).variables['representations'] as { id: string }[] | undefined)?.map(({ id }) => id),
      ),
    reset: () => {
      Object.assign(names, { headers: {}, errors: [], held: null })
      Object.assign(scores, { headers: {}, errors: [], held: null })
      for (const { requests, asked } of [first, second] satisfies TestSubgraph[]) {
        requests.length = 0
        asked.length = 0
      }
    },
    close: async () => {
      await first.close()
      await second.close()
    },
  }
}

/** Two subgraphs with users, as ours have them; each answer about one is another. */
export async function startUserSubgraphs() {
  let version = 0
  const accounts = await startSubgraph({
    name: 'accounts',
    typeDefs: 'type Query { user(id: ID!): User } type User @key(fields: "id") { id: ID! }',
    handle: request => json(200, { data: { user: { __typename: 'User', id: bodyOf(request).variables['id'] } } }),
  })
  const names = await startSubgraph({
    name: 'names',
    typeDefs: 'type User @key(fields: "id") { id: ID! name: String }',
    handle: request => {
      const representations = bodyOf(request).variables['representations'] as { id: string }[]
      const entities = representations.map(() => ({ __typename: 'User', name: `name ${++version}` }))
      return json(200, { data: { _entities: entities } }, { 'cache-control': 'public, max-age=60' })
    },
  })
  return {
    supergraphSdl: composeSubgraphs([accounts, names]),
    close: async () => {
      await accounts.close()
      await names.close()
    },
  }
}

const bodyOf = (request: HttpRequest) =>
  ({ variables: {}, ...JSON.parse(request.body.toString()) }) as { query: string; variables: Record<string, unknown> }
