import { expect, test } from 'vitest'
import { apiSdlOf, possibleTypesOf } from './client-files.js'
import { composeSupergraph } from './compose-supergraph.js'

const federation =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable"])'
const contract = (name: string, body: string) => ({
  name,
  url: `http://127.0.0.1/${name}`,
  sdl: `${federation}\n${body}`,
})

test('subgraphs that share an entity compose into one supergraph with their routing URLs', () => {
  const composed = composeSupergraph([
    contract('users', 'type User @key(fields: "id") { id: ID! name: String! } type Query { me: User }'),
    contract('quests', 'type User @key(fields: "id") { id: ID! quests: Int! }'),
  ])
  if (!composed.ok) throw new Error(composed.problems.join('\n'))
  expect(composed.supergraphSdl).toContain('@join__graph(name: "quests", url: "http://127.0.0.1/quests")')
  expect(composed.supergraphSdl).toContain('quests: Int! @join__field(graph: QUESTS)')
})

test('a shared type that is described differently is a hint', () => {
  const shared = (text: string) => `type Query { ${text}: Int } "${text}" type Money @shareable { amount: Int }`
  const composed = composeSupergraph([contract('users', shared('gold')), contract('quests', shared('silver'))])
  expect(composed).toMatchObject({ ok: true, hints: [expect.stringMatching(/"Money" has inconsistent descriptions/)] })
})

test('composing twice gives the same text, whatever the order of the subgraphs', () => {
  const users = contract('users', 'type Query { me: Int }')
  const quests = contract('quests', 'type Query { quest: Int }')
  const [one, other] = [composeSupergraph([users, quests]), composeSupergraph([quests, users])]
  if (!one.ok || !other.ok) throw new Error('Expected both to compose')
  expect(one.supergraphSdl).toBe(other.supergraphSdl)
  expect(apiSdlOf(one.apiSchema)).toBe(apiSdlOf(other.apiSchema))
})

test('a field that two subgraphs define without sharing it is a problem that names both', () => {
  const composed = composeSupergraph([
    contract('users', 'type Query { me: Int }'),
    contract('quests', 'type Query { me: Int }'),
  ])
  expect(composed).toMatchObject({ ok: false, problems: [expect.stringMatching(/Query\.me.*quests.*users/s)] })
})

test('a schema that does not parse is a problem that names the subgraph and the place', () => {
  const composed = composeSupergraph([{ name: 'users', url: 'http://127.0.0.1', sdl: 'type Query {' }])
  expect(composed).toMatchObject({ ok: false, problems: [expect.stringMatching(/^\[users\] 1:13 Syntax Error/)] })
})

test('clients get the types of every interface and union by name', () => {
  const composed = composeSupergraph([
    contract(
      'users',
      `type Query { pet: Pet named: Named }
       interface Named { name: String } type Dog implements Named { name: String } type Cat implements Named { name: String }
       union Pet = Dog | Cat`,
    ),
  ])
  if (!composed.ok) throw new Error(composed.problems.join('\n'))
  expect(JSON.parse(possibleTypesOf(composed.apiSchema))).toEqual({ Named: ['Cat', 'Dog'], Pet: ['Cat', 'Dog'] })
})
