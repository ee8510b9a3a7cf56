import { adminRoles, scopesFor } from '@waystone/kit/roles'
import { getNamedType, isObjectType, isUnionType, type GraphQLNamedType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { fieldsOf, offerOf } from './house/contract.js'
import { requiredScopes } from './house/required-scopes.js'
import { subgraphs } from './house/tree.js'

/** Each field for administrators in the schemas of the subgraphs. */
const guarded = subgraphs.flatMap(subgraph =>
  Object.values(offerOf(subgraph).getTypeMap()).flatMap(type =>
    fieldsOf(type).flatMap(field => {
      const scopes = requiredScopes(field)
      const result = getNamedType(field.type)
      return scopes.flat().some(scope => scope.startsWith('admin'))
        ? [{ subgraph, type: type.name, field: field.name, scopes, result }]
        : []
    }),
  ),
)
const nameOf = ({ subgraph, type, field }: (typeof guarded)[number]) => `${subgraph}: ${type}.${field}`

/** Results of fields that change what somebody owns. */
const money: ReadonlySet<string> = new Set(['Wallet', 'Purchase', 'LedgerEntry'])
const membersOf = (type: GraphQLNamedType) => (isUnionType(type) ? type.getTypes() : isObjectType(type) ? [type] : [])

describe('every field for administrators', () => {
  test('is one that the rules below see', () => {
    expect(guarded.length).toBeGreaterThanOrEqual(7)
  })

  test('is open to the scope admin, to one role, and at most to services besides; an editor’s to the role that reads, too', () => {
    const ofEditors = [...scopesFor('admin.content'), ['admin.read']]
    const allowed = [...adminRoles.flatMap(role => [scopesFor(role), [...scopesFor(role), ['service']]]), ofEditors]
    const allowedTexts = new Set(allowed.map(scopes => JSON.stringify(scopes)))
    expect(guarded.filter(({ scopes }) => !allowedTexts.has(JSON.stringify(scopes))).map(nameOf)).toEqual([])
  })

  test('that changes something is closed to the role that reads', () => {
    const mutations = guarded.filter(({ type }) => type === 'Mutation')
    expect(mutations.filter(({ scopes }) => scopes.flat().includes('admin.read')).map(nameOf)).toEqual([])
  })

  test('that moves money is open to the economy’s role, so that support cannot move money', () => {
    const moving = guarded.filter(
      ({ type, result }) => type === 'Mutation' && membersOf(result).some(({ name }) => money.has(name)),
    )
    expect(moving.filter(({ scopes }) => !scopes.flat().includes('admin.economy')).map(nameOf)).toEqual([])
  })
})
