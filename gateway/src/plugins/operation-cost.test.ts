import { buildSchema, Kind, parse, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql'
import { expect, test } from 'vitest'
import { costOf } from './operation-cost.js'

const schema = buildSchema(`
  type Query { one: Int me: User users(first: Int = 20): Connection all: [User!]! top(limit: Int): [User] search: [Result] }
  type Mutation { save: Int login: User }
  type User { id: ID friends(last: Int = 5): [User!]! pages(first: Int = 20): Connection }
  type Connection { edges: [Edge!]! nodes: [User] totalCount: Int }
  type Edge { cursor: String node: User }
  type Other { id: ID all: [User] }
  union Result = User | Other
`)
const cost = (source: string, variables: Record<string, unknown> = {}): number => {
  const { definitions } = parse(source)
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node
  return costOf({ definition: definitions[0] as OperationDefinitionNode, fragments }, schema, variables)
}

test.each([
  ['leaves and introspection are free', '{ one a: one __typename __schema { types { name } } }', 0],
  ['an object costs 1', '{ me { id } }', 1],
  ['a list counts as ten', '{ all { id } }', 10],
  ['a list within a list multiplies', '{ all { friends { id } } }', 10 * (1 + 5)],
  ['a limit says how many', '{ top(limit: 3) { id } }', 3],
  ['the default of an argument says how many', '{ me { friends { id } } }', 1 + 5],
  ['the size of a connection holds for its edges', '{ users { edges { node { id } } } }', 1 + 20 * 2],
  ['and for its nodes', '{ users(first: 2) { nodes { id } totalCount } }', 1 + 2],
  ['but not for lists further below', '{ users(first: 2) { nodes { friends { id } } } }', 1 + 2 * (1 + 5)],
  ['null as a size counts as the default of lists', '{ users(first: null) { nodes { id } } }', 1 + 10],
  ['a negative size counts as none', '{ users(first: -5) { nodes { id } } }', 1],
  [
    'fragments count where they are spread',
    '{ all { ...F ...F } } fragment F on User { friends { id } }',
    10 * (1 + 5 + 5),
  ],
  [
    'fragments on different types are added up',
    '{ search { ... on User { friends { id } } ... on Other { all { id } } } }',
    160,
  ],
  ['a mutation costs 10', 'mutation { save login { id } }', 21],
])('%s', (_, source, expected) => {
  expect(cost(source)).toBe(expected)
})

test('a variable, its default, or the default of lists says how many', () => {
  const source = 'query ($n: Int = 4) { users(first: $n) { nodes { id } } }'
  expect([cost(source, { n: 7 }), cost(source), cost(source.replace(' = 4', ''))]).toEqual([8, 5, 11])
})
