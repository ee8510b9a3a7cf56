import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import type { SubgraphRequest, SubgraphResponse } from '../contract/data-source.js'
import { createEngine } from '../engine.js'
import { createEpoch } from '../epoch/epoch.js'
import type { SchemaContract } from '../epoch/contract-rules.js'

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag", "@inaccessible", "@interfaceObject", "@authenticated", "@requiresScopes", "@policy"])`
const contract: SchemaContract = { exclude: ['op'] }

function compose(subgraphs: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors = [] } = composeServices(
    Object.entries(subgraphs).map(([name, text]) => ({
      name,
      typeDefs: parse(`${LINK}\n${text}`),
      url: `http://${name}`,
    })),
  )
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  return supergraphSdl
}

const rules = ['@requiresScopes(scopes: [["op"]])', '@policy(policies: [["op"]])', '@authenticated']
const waysToHide = [
  { hidden: '@tag(name: "op")', options: { contract } },
  { hidden: '@inaccessible', options: {} },
]
const cases = rules.flatMap(rule => waysToHide.map(way => ({ rule, ...way })))

test.each(cases)('$rule of a type that $hidden hides does not bind its siblings', ({ rule, hidden, options }) => {
  const { access, schema } = createEpoch(
    compose({
      a: `
        type Query { a: A o: Int @tag(name: "op") n: N }
        interface N { id: ID! }
        type A implements N { id: ID! x: Int }
        type Sec implements N ${hidden} ${rule} { id: ID! }`,
    }),
    options,
  )
  expect(schema.getType('Sec')).toBeUndefined()
  expect([access.rulesOf('A', 'id'), access.rulesOf('A', 'x'), access.rulesOf('Query', 'a')]).toEqual([[], [], []])
  expect(access.rulesOf('Sec', 'id')).toHaveLength(1)
})

test.each(cases)('$rule of a field of a type that $hidden hides binds no sibling', ({ rule, hidden, options }) => {
  const { access } = createEpoch(
    compose({
      a: `
        type Query { a: A o: Int @tag(name: "op") n: N }
        interface N { id: ID! }
        type A implements N { id: ID! }
        type Sec implements N ${hidden} { id: ID! ${rule} }`,
    }),
    options,
  )
  expect(access.rulesOf('A', 'id')).toEqual([])
})

/** As older compositions write it: newer ones refuse access directives on interfaces, so the rule is put in later. */
const withRuleOnInterface = (rule: string, hidden: string): string =>
  compose({
    a: `
      type Query { a: A o: Int @tag(name: "op") }
      interface N ${hidden} { id: ID! }
      type A implements N { id: ID! }
      type Other @authenticated @requiresScopes(scopes: [["x"]]) @policy(policies: [["x"]]) { id: ID! }`,
  }).replace(/^interface N\b/m, `interface N ${rule}`)

test.each(cases)('$rule of an interface that $hidden hides still binds its objects', ({ rule, hidden, options }) => {
  const sdl = withRuleOnInterface(rule, hidden)
  const { access, schema } = createEpoch(sdl, options)
  expect(schema.getType('N')).toBeUndefined()
  expect(access.rulesOf('A', 'id')).toHaveLength(1)
  expect(access.rulesOf('Query', 'a')).toHaveLength(1)
})

const withInterfaceObject = (hidden: string, list = '[N]') =>
  compose({
    a: `
      type Query { o: Int @tag(name: "op") }
      interface N @key(fields: "id") { id: ID! }
      type A implements N @key(fields: "id") { id: ID! }
      type Sec implements N @key(fields: "id") ${hidden} @requiresScopes(scopes: [["op"]]) { id: ID! }`,
    b: `
      type Query { n: ${list} }
      type N @key(fields: "id") @interfaceObject { id: ID! pub: String }`,
  })

/** Subgraph a knows the types of what b gives as interface objects. */
function answerOf({ query, variables }: SubgraphRequest): SubgraphResponse {
  const { representations } = variables
  if (!Array.isArray(representations))
    return { data: { n: ['A', 'Sec'].map(id => ({ __typename: 'N', id, pub: `pub of ${id}` })) } }
  const ids = representations.map(({ id }: { id: string }) => id)
  return {
    data: { _entities: ids.map(id => (query.includes('pub') ? { pub: `pub of ${id}` } : { __typename: id, id })) },
  }
}

test.each(waysToHide)('objects of a type that $hidden hides keep their rules', async ({ hidden, options }) => {
  const engine = createEngine({
    supergraphSdl: withInterfaceObject(hidden),
    sourceOf: () => ({ execute: request => Promise.resolve(answerOf(request)) }),
    ...options,
  })
  const answered = (text: string, scopes: readonly string[]) =>
    engine.execute({ document: parse(text), key: text, variables: {}, context: { viewer: { userId: 'ann', scopes } } })
  expect(await answered('{ n { pub } }', ['op'])).toEqual({ data: { n: [{ pub: 'pub of A' }, { pub: 'pub of Sec' }] } })
  const refused = await answered('{ n { pub } }', [])
  expect(refused.data).toEqual({ n: [{ pub: 'pub of A' }, null] })
  const named = await answered('{ n { __typename pub } }', ['op'])
  expect(named.data).toEqual({ n: [{ __typename: 'A', pub: 'pub of A' }, null] })
  for (const { errors = [] } of [refused, named])
    expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([[['n', 1], 'INVALID_GRAPHQL']])
})

test.each(waysToHide)('a list whose items may not be null has none beside an object that $hidden hides', async way => {
  const engine = createEngine({
    supergraphSdl: withInterfaceObject(way.hidden, '[N!]'),
    sourceOf: () => ({ execute: request => Promise.resolve(answerOf(request)) }),
    ...way.options,
  })
  const text = '{ n { pub } }'
  const { data, errors } = await engine.execute({
    document: parse(text),
    key: text,
    variables: {},
    context: { viewer: null },
  })
  expect(data).toEqual({ n: null })
  expect(errors).toHaveLength(1)
})
