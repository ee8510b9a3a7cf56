import type { Viewer } from '@waystone/kit/auth'
import { createSubgraphSchema } from '@waystone/kit/graphql'
import { ADMIN, adminRoles } from '@waystone/kit/roles'
import {
  getNamedType,
  isObjectType,
  isUnionType,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { requiredScopes } from './house/required-scopes.js'
import { read, subgraphs } from './house/tree.js'

/** The schemas as the subgraphs enforce them, with nothing behind them. */
const schemas = new Map<string, GraphQLSchema>(
  subgraphs.map(subgraph => [
    subgraph,
    createSubgraphSchema({ typeDefs: read(`subgraphs/${subgraph}/schema.graphql`), resolvers: {} }),
  ]),
)

/** Each field for administrators, wherever it stands. */
const guarded = [...schemas].flatMap(([subgraph, schema]) =>
  Object.values(schema.getTypeMap()).flatMap(type =>
    Object.values(isObjectType(type) ? type.getFields() : {}).flatMap(field => {
      const scopes = requiredScopes(field).flat()
      return scopes.some(scope => scope.startsWith('admin'))
        ? [{ name: `${subgraph}: ${type.name}.${field.name}`, isMutation: type.name === 'Mutation', field, scopes }]
        : []
    }),
  ),
)
const namesOf = (fields: typeof guarded) => fields.map(({ name }) => name)
const mutations = guarded.filter(({ isMutation }) => isMutation)
const rolesIn = (scopes: readonly string[]) => scopes.filter(scope => adminRoles.some(role => role === scope))

/** Results of mutations that change what a user owns. */
const money: ReadonlySet<string> = new Set(['Wallet', 'Purchase', 'LedgerEntry', 'LedgerTransfer'])
const membersOf = (type: GraphQLNamedType) => (isUnionType(type) ? type.getTypes() : [type])

describe('every field for administrators', () => {
  test('is seen by the rules below', () => {
    const text = subgraphs.map(subgraph => read(`subgraphs/${subgraph}/schema.graphql`)).join('')
    expect(guarded).toHaveLength(text.match(/@requiresScopes\(scopes: \[\["admin/g)?.length ?? 0)
  })

  test('is open to the scope admin, to one role or several, and at most to services besides', () => {
    const isSound = (scopes: readonly string[]) => {
      const [first, ...rest] = scopes.at(-1) === 'service' ? scopes.slice(0, -1) : scopes
      return first === ADMIN && rest.length > 0 && rolesIn(rest).length === rest.length
    }
    const single = guarded.filter(({ field }) => requiredScopes(field).every(({ length }) => length === 1))
    expect(namesOf(single)).toEqual(namesOf(guarded))
    expect(namesOf(guarded.filter(({ scopes }) => !isSound(scopes)))).toEqual([])
  })

  test('that changes something is open to one role, which is not the one that reads', () => {
    expect(mutations.length).toBeGreaterThan(3)
    const unsound = mutations.filter(({ scopes }) => rolesIn(scopes).length !== 1 || scopes.includes('admin.read'))
    expect(namesOf(unsound)).toEqual([])
  })

  test('that moves money is the economy’s, so that support cannot move money', () => {
    const moving = mutations.filter(({ field }) =>
      membersOf(getNamedType(field.type)).some(({ name }) => money.has(name)),
    )
    expect(namesOf(moving.filter(({ scopes }) => !scopes.includes('admin.economy')))).toEqual([])
  })
})

describe.each(guarded)('$name is closed by the subgraph itself', ({ field, scopes }) => {
  const viewer = (...of: string[]): Viewer => ({
    userId: 'u',
    sessionId: 's',
    scopes: of,
    issuedAtMs: 0,
    expiresAtMs: 1,
  })
  const codeFor = async (who: Viewer | null): Promise<unknown> => {
    try {
      await field.resolve?.({}, {}, { viewer: who }, {} as GraphQLResolveInfo)
      return null
    } catch (error) {
      return error instanceof Error && 'extensions' in error ? (error.extensions as { code: string }).code : null
    }
  }

  test('to players, and to requests without a token', async () => {
    expect(await codeFor(null)).toBe('UNAUTHENTICATED')
    for (const who of [viewer(), viewer('player', 'ADMIN', 'admin.')]) expect(await codeFor(who)).toBe('FORBIDDEN')
  })

  test.each([ADMIN, ...adminRoles])('to %s unless it is named', async role => {
    expect(await codeFor(viewer(role))).toBe(scopes.includes(role) ? null : 'FORBIDDEN')
  })
})
