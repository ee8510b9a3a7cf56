import { composeServices } from '@apollo/composition'
import { Supergraph } from '@apollo/federation-internals'
import { buildSchema, Kind, parse, type OperationDefinitionNode } from 'graphql'
import { expect, test } from 'vitest'
import { supportedFeatures } from '@waystone/federation/source/planning/supported-features'
import { actualCostOf } from './actual-cost.js'
import { noCostRules, readCostRules } from '@waystone/federation/source/epoch/cost-rules'

const composed = (imports: string, body: string) => {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`
  const { supergraphSdl, errors } = composeServices([
    { name: 'shop', url: 'http://127.0.0.1:1', typeDefs: parse(`${link} ${body}`) },
  ])
  if (supergraphSdl === undefined) throw new Error(errors?.join())
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures })
  return [supergraph.schema, supergraph.apiSchema().toGraphQLJSSchema()] as const
}

test('weights of fields, of their types and of arguments are read from a composed supergraph', () => {
  const rules = readCostRules(
    ...composed(
      '"@cost", "@listSize"',
      `type Query {
        plain: Int
        dear: Int @cost(weight: 7)
        big(filter: Int @cost(weight: 3), by: Order): [Big!]
        page(first: Int, last: Int): Page
          @listSize(assumedSize: 5, slicingArguments: ["first", "last"], sizedFields: ["nodes"], requireOneSlicingArgument: false)
      }
      enum Order @cost(weight: 2) { UP }
      type Page { nodes: [Big] }
      type Big @cost(weight: 4) { id: Int }`,
    ),
  )
  expect([rules.weightOf('Query', 'plain'), rules.weightOf('Query', 'dear'), rules.weightOf('Query', 'big')]).toEqual([
    undefined,
    7,
    4,
  ])
  expect(rules.weightOf('Page', 'nodes')).toBe(4)
  expect(rules.argumentWeightOf('Query', 'big', 'filter')).toBe(3)
  expect(rules.argumentWeightOf('Query', 'big', 'by')).toBe(2)
  expect(rules.listSizeOf('Query', 'page')).toEqual({
    assumedSize: 5,
    slicingArguments: ['first', 'last'],
    sizedFields: ['nodes'],
    requireOneSlicingArgument: false,
  })
  expect(rules.listSizeOf('Query', 'big')).toBeUndefined()
})

test('under the names that a subgraph imports them by', () => {
  const schemas = composed(
    '{ name: "@cost", as: "@price" }, { name: "@listSize", as: "@length" }',
    'type Query { dear: Int @price(weight: 7) all: [Int] @length(assumedSize: 3) }',
  )
  const rules = readCostRules(...schemas)
  expect(rules.weightOf('Query', 'dear')).toBe(7)
  expect(rules.listSizeOf('Query', 'all')).toMatchObject({ assumedSize: 3, requireOneSlicingArgument: true })
})

test('a supergraph without them says nothing', () => {
  expect(readCostRules(...composed('"@key"', 'type Query { a: Int }'))).toBe(noCostRules)
})

test('an answer costs what is in it', () => {
  const schema = buildSchema(`
    type Query { me: User all: [User] lists: [[User]] n: Int } type Mutation { save: Int }
    type User { id: ID friends: [User] }`)
  const cost = (source: string, data: Record<string, unknown> | null, weights: Record<string, number> = {}) => {
    const { definitions } = parse(source)
    const fragments = Object.fromEntries(
      definitions.flatMap(node => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
    )
    const rules = { ...noCostRules, weightOf: (type: string, field: string) => weights[`${type}.${field}`] }
    return actualCostOf({ definition: definitions[0] as OperationDefinitionNode, fragments }, { schema, rules }, data)
  }
  const user = { id: 1, friends: [{ id: 2 }, null, { id: 3 }] }
  expect(cost('{ me { id friends { id } } }', { me: user })).toBe(3)
  expect(cost('{ all { friends { id } } }', { all: [user, user, null] })).toBe(2 * 3)
  expect(cost('{ lists { id } }', { lists: [[user], [user, user], null] })).toBe(3)
  expect(cost('{ me { ...F } me { id ...F } } fragment F on User { friends { id } }', { me: user })).toBe(3)
  expect(cost('{ me { id } }', { me: null })).toBe(0)
  expect(cost('{ me { id } }', null)).toBe(0)
  expect(cost('{ n all { id } }', { n: 1, all: [user] }, { 'Query.n': 5, 'Query.all': 2 })).toBe(7)
  expect(cost('mutation { save }', { save: 1 })).toBe(10)
})
