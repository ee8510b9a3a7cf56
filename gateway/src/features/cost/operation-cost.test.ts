import { buildSchema, Kind, parse, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql'
import { describe, expect, test } from 'vitest'
import { evaluate } from './cost-formula.js'
import type { CostRules, ListSize } from '@waystone/federation/source/epoch/cost-rules'
import { compileCost } from './operation-cost.js'

const schema = buildSchema(`
  type Query { one: Int me: User users(first: Int = 20): Connection all: [User!]! top(limit: Int): [User] search: [Result] }
  type Mutation { save: Int login: User }
  type User { id: ID friends(last: Int = 5): [User!]! pages(first: Int = 20): Connection export(first: Int = 500): Export data: JSON }
  type Connection { edges: [Edge!]! nodes: [User] totalCount: Int }
  type Edge { cursor: String node: User }
  type Other { id: ID all: [User] }
  type Export { entries: [JSON!]! endCursor: String }
  scalar JSON
  union Result = User | Other
`)
const cost = (source: string, variables: Record<string, unknown> = {}, rules?: CostRules): number => {
  const { definitions } = parse(source)
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node
  const operation = { definition: definitions[0] as OperationDefinitionNode, fragments }
  return evaluate(compileCost(operation, schema, rules), variables)
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
  ['null as a size counts as the default of the argument', '{ users(first: null) { nodes { id } } }', 1 + 20],
  ['without such a default, as that of lists', '{ top(limit: null) { id } }', 10],
  ['a page of JSON values counts each of them', '{ me { data export(first: 1000) { entries } } }', 1 + 1 + 1000],
  [
    'whatever is selected of it',
    '{ me { a: export { endCursor } b: export(first: null) { __typename } } }',
    1 + 2 * 501,
  ],
  ['and each time that it is read', '{ all { export(first: 1000) { entries } } }', 10 * (1 + 1 + 1000)],
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

test('a variable, its default, or the default of the argument says how many', () => {
  const source = 'query ($n: Int = 4) { users(first: $n) { nodes { id } } }'
  expect([cost(source, { n: 7 }), cost(source), cost(source.replace(' = 4', ''))]).toEqual([8, 5, 21])
  expect(cost(source, { n: null })).toBe(21)
})

test('what @skip and @include leave out costs nothing', () => {
  const source = 'query ($s: Boolean!, $i: Boolean = true) { all @skip(if: $s) { id } me @include(if: $i) { id } }'
  expect(cost(source, { s: false })).toBe(11)
  expect(cost(source, { s: true })).toBe(1)
  expect(cost(source, { s: true, i: false })).toBe(0)
  expect(cost('{ all @skip(if: true) { id } me @include(if: false) { id } }')).toBe(0)
})

test('fragments that double at each level are counted in no time', () => {
  const fragments = Array.from({ length: 60 }, (_, i) => `fragment F${i} on User { ...F${i + 1} ...F${i + 1} }`)
  const source = `{ me { ...F0 } } ${fragments.join(' ')} fragment F60 on User { friends { id } }`
  expect(cost(source)).toBe(1 + 5 * 2 ** 60)
}, 2_000)

describe('where the supergraph says', () => {
  const says = (
    weights: Record<string, number>,
    listSizes: Record<string, Partial<ListSize>> = {},
    argumentWeights: Record<string, number> = {},
  ): CostRules => ({
    weightOf: (type, field) => weights[`${type}.${field}`],
    argumentWeightOf: (type, field, argument) => argumentWeights[`${type}.${field}.${argument}`],
    listSizeOf: (type, field) => {
      const given = listSizes[`${type}.${field}`]
      return (
        given && {
          assumedSize: null,
          slicingArguments: [],
          sizedFields: [],
          requireOneSlicingArgument: true,
          ...given,
        }
      )
    },
  })

  test('weights count for objects, leaves, mutations and arguments', () => {
    const rules = says({ 'Query.one': 3, 'Query.all': 2, 'Mutation.save': 4 }, {}, { 'Query.top.limit': 7 })
    expect(cost('{ one }', {}, rules)).toBe(3)
    expect(cost('{ all { id } }', {}, rules)).toBe(20)
    expect(cost('{ top(limit: 2) { id } }', {}, rules)).toBe(7 + 2)
    expect(cost('mutation { save login { id } }', {}, rules)).toBe(4 + 11)
  })

  test('an assumed size holds where no argument says', () => {
    const rules = says({}, { 'Query.all': { assumedSize: 50 } })
    expect(cost('{ all { id } }', {}, rules)).toBe(50)
  })

  test('a slicing argument goes before the assumed size, the largest of several counts', () => {
    const rule = { assumedSize: 50, slicingArguments: ['limit', 'first'], requireOneSlicingArgument: false }
    const rules = says({}, { 'Query.top': rule, 'Query.users': { ...rule, sizedFields: ['nodes'] } })
    expect(cost('{ top(limit: 3) { id } }', {}, rules)).toBe(3)
    expect(cost('query ($n: Int) { top(limit: $n) { id } }', { n: 4 }, rules)).toBe(4)
    expect(cost('{ top { id } }', {}, rules)).toBe(50)
  })

  test('sized fields are the lists of that size, and no others', () => {
    const rules = says({}, { 'Query.users': { slicingArguments: ['first'], sizedFields: ['nodes'] } })
    expect(cost('{ users(first: 3) { nodes { id } edges { cursor } } }', {}, rules)).toBe(1 + 3 + 10)
  })

  test('exactly one slicing argument, where one is required', () => {
    const rules = says({}, { 'Query.top': { slicingArguments: ['limit'] } })
    expect(() => cost('{ top { id } }', {}, rules)).toThrow('exactly one of the arguments "limit"; 0 are given')
    const source = 'query ($n: Int) { top(limit: $n) { id } }'
    expect(() => cost(source, { n: null }, rules)).toThrow('exactly one')
    expect(cost(source, { n: 2 }, rules)).toBe(2)
  })
})
