import { composeServices } from '@apollo/composition'
import { parse, type GraphQLFormattedError } from 'graphql'
import { expect, test } from 'vitest'
import type { SubgraphRequest } from '../contract/data-source.js'
import { createEngine } from '../engine.js'

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external", "@tag", "@inaccessible"])'

const supergraph = (hidden: string): string => {
  const subgraphs = {
    players: `
      type Query { me: Player team: [Player!] o: Int @tag(name: "op") }
      type Player @key(fields: "id") { id: ID! nick: String email: String ${hidden} profile: Profile ${hidden} }
      type Profile @key(fields: "id") { id: ID! }`,
    profiles: `type Profile @key(fields: "id") { id: ID! level: Int }`,
    scores: `
      type Player @key(fields: "id") {
        id: ID!
        nick: String @external
        email: String @external
        profile: Profile @external
        score: Int @requires(fields: "email")
        rank: Int @requires(fields: "profile { level }")
        greeting: String @requires(fields: "nick")
      }
      type Profile @key(fields: "id") { id: ID! level: Int @external }`,
  }
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: `http://${name}`, typeDefs: parse(`${link}${sdl}`) })),
  )
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'))
  return supergraphSdl
}

const player = { __typename: 'Player', id: '1', nick: null, email: null, profile: { __typename: 'Profile', id: '2' } }

/** The errors of an operation of which one subgraph answers with an error. */
async function errorsOf(text: string, options: { hidden?: string; failing: string; error: GraphQLFormattedError }) {
  const { hidden = '@inaccessible', failing, error } = options
  const answer = (name: string, { query, variables }: SubgraphRequest) => {
    const { representations } = variables
    const data = Array.isArray(representations)
      ? { _entities: representations.map(() => ({ score: null, rank: null, greeting: null, level: null })) }
      : query.includes('team')
        ? { mates: [player] }
        : { me: player }
    return name === failing ? { data, errors: [error] } : { data }
  }
  const { execute } = createEngine({
    supergraphSdl: supergraph(hidden),
    sourceOf: ({ name }) => ({ execute: request => Promise.resolve(answer(name, request)) }),
    contract: hidden.startsWith('@tag') ? { exclude: ['op'] } : undefined,
  })
  const { errors = [] } = await execute({ document: parse(text), key: text, variables: {}, context: { viewer: null } })
  return errors.map(each => each.toJSON())
}

const untold = (path: readonly (string | number)[], serviceName: string, code = 'DOWNSTREAM_SERVICE_ERROR') => ({
  message: `Subgraph "${serviceName}" could not answer a field that is needed here`,
  path,
  extensions: { serviceName, code },
})

test.each(['@inaccessible', '@tag(name: "op")'])(
  'an error at a field that %s hides belongs to the object that has it',
  async hidden => {
    const error = { message: 'No mailbox', path: ['me', 'email'], extensions: { column: 'email', code: 'NO_MAIL' } }
    expect(await errorsOf('{ me { id score } }', { hidden, failing: 'players', error })).toEqual([
      untold(['me'], 'players', 'NO_MAIL'),
    ])
  },
)

test("an error of a hidden field's object, which another subgraph answers, belongs to the object around it", async () => {
  const error = { message: 'Too high', path: ['_entities', 0, 'level'] }
  expect(await errorsOf('{ mates: team { rank } }', { failing: 'profiles', error })).toContainEqual(
    untold(['mates', 0], 'profiles'),
  )
})

test.each([
  ['players', { message: 'Cannot query field "email" on type "Player".', path: ['me'] }, ['me']],
  ['scores', { message: "Cannot read 'email'", path: ['_entities', 0, 'score'] }, ['me', 'score']],
])('words of subgraph %s that name a hidden field of its fetch are left out', async (failing, error, path) => {
  expect(await errorsOf('{ me { score } }', { failing, error })).toContainEqual(untold(path, failing))
})

test('errors of fields that clients see keep path and words, whether or not they were selected', async () => {
  const required = { message: 'No email, no nick', path: ['me', 'nick'] }
  expect(await errorsOf('{ me { greeting } }', { failing: 'players', error: required })).toContainEqual({
    message: 'No email, no nick',
    path: ['me', 'nick'],
    extensions: { serviceName: 'players', code: 'DOWNSTREAM_SERVICE_ERROR' },
  })
  const aliased = { message: 'No nick', path: ['me', 'as_email'] }
  const [error] = await errorsOf('{ me { email: nick score } }', { failing: 'players', error: aliased })
  expect(error).toMatchObject({ message: 'No nick', path: ['me', 'email'] })
})
