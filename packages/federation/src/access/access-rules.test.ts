import type { ScopeViewer } from '../contract/request-scope.js'
import { expect, test } from 'vitest'
import { createEpoch } from '../epoch/epoch.js'

/** A supergraph of one subgraph, as compositions write them, with access directives where given. */
const supergraph = (types: string) => `
  schema
    @link(url: "https://specs.apollo.dev/link/v1.0")
    @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
    @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
    @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@needs" }], for: SECURITY)
  { query: Query }
  directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @needs(scopes: [[requiresScopes__Scope!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  scalar requiresScopes__Scope
  directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
  directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
  directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
  scalar link__Import
  scalar join__FieldSet
  enum link__Purpose { SECURITY EXECUTION }
  enum join__Graph { A @join__graph(name: "a", url: "http://127.0.0.1:1") }
  ${types}`

const rulesIn = (types: string) => {
  const { access } = createEpoch(supergraph(types))
  return (type: string, field: string) => access.rulesOf(type, field).length
}

const viewer = (...scopes: string[]): ScopeViewer => ({
  userId: 'u',
  scopes,
})

test('directives are found under the names that the supergraph gives them', () => {
  const { access } = createEpoch(
    supergraph('type Query @join__type(graph: A) { open: Int guarded: Int @needs(scopes: [["a", "b"], ["c"]]) }'),
  )
  const [rule = -1] = access.rulesOf('Query', 'guarded')
  expect(access.rulesOf('Query', 'open')).toEqual([])
  const granted = [null, viewer(), viewer('a'), viewer('b', 'a'), viewer('c')].map(who =>
    access.grantsOf(who).has(rule),
  )
  expect(granted).toEqual([false, false, false, true, true])
})

test("a field stands under its own rules, its type's and its result's", () => {
  const rules = rulesIn(`
    type Query @join__type(graph: A) { vault: Vault token: Token }
    type Vault @join__type(graph: A) @authenticated { gold: Int @needs(scopes: [["rich"]]) silver: Int }
    scalar Token @join__type(graph: A) @authenticated`)
  expect([rules('Query', 'vault'), rules('Query', 'token'), rules('Vault', 'gold'), rules('Vault', 'silver')]).toEqual([
    1, 1, 2, 1,
  ])
})

const implementing = (onInterface: string, onField: string, onImplementation: string) =>
  rulesIn(`
    type Query @join__type(graph: A) { node: Node }
    interface Node @join__type(graph: A) ${onInterface} { id: ID! ${onField} }
    type One implements Node @join__type(graph: A) @join__implements(graph: A, interface: "Node") { id: ID! ${onImplementation} }
    type Two implements Node @join__type(graph: A) @join__implements(graph: A, interface: "Node") { id: ID! }`)

test('what composition copied from an implementation to its interface binds that implementation only', () => {
  const rules = implementing('', '@authenticated', '@authenticated')
  expect([rules('One', 'id'), rules('Two', 'id'), rules('Query', 'node')]).toEqual([1, 0, 0])
})

test('what an older composition let an interface declare binds every implementation', () => {
  const onField = implementing('', '@authenticated', '')
  expect([onField('One', 'id'), onField('Two', 'id')]).toEqual([1, 1])
  const onType = implementing('@needs(scopes: [["a"]])', '', '')
  expect([onType('One', 'id'), onType('Two', 'id')]).toEqual([1, 1])
})
