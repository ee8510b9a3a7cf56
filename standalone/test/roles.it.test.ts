import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { adminRoles } from '@waystone/kit/roles'
import {
  buildSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  valueFromASTUntyped,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { subgraphNames, type SubgraphName } from '../src/databases.js'
import { startOverHttp, type GraphqlError, type OverHttp } from './over-http.js'

type Role = 'admin' | (typeof adminRoles)[number]
const roles: readonly Role[] = ['admin', ...adminRoles]
const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

interface Guarded {
  readonly subgraph: SubgraphName
  readonly name: string
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly scopes: readonly (readonly string[])[]
}

/** Every field of the roots that the subgraphs' schemas give to administrators, with an operation that asks for it. */
const guarded: readonly Guarded[] = subgraphNames.flatMap(subgraph => {
  const schema = buildSchema(read(`subgraphs/${subgraph}/schema.graphql`), { assumeValidSDL: true })
  return (['query', 'mutation'] as const).flatMap(operation => {
    const root = operation === 'query' ? schema.getQueryType() : schema.getMutationType()
    return Object.values(root?.getFields() ?? {}).flatMap(field => {
      const scopes = scopesOf(field)
      if (!scopes.flat().some(scope => scope.startsWith('admin'))) return []
      return [{ subgraph, name: field.name, scopes, ...asking(operation, field) }]
    })
  })
})

function scopesOf({ astNode }: GraphQLField<unknown, unknown>): readonly (readonly string[])[] {
  const directive = astNode?.directives?.find(({ name }) => name.value === 'requiresScopes')
  const value = directive?.arguments?.[0]?.value
  return value === undefined ? [] : (valueFromASTUntyped(value) as string[][])
}

function asking(operation: 'query' | 'mutation', field: GraphQLField<unknown, unknown>) {
  const needed = field.args.filter(isRequiredArgument)
  const head = needed.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')
  const given = needed.map(({ name }) => `${name}: $${name}`).join(', ')
  const selection = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : ''
  return {
    query: `${operation} ${head && `(${head})`} { ${field.name}${given && `(${given})`}${selection} }`,
    variables: Object.fromEntries(needed.map(({ name, type }) => [name, exampleOf(type)])),
  }
}

/** A value of the type that names nothing that exists. */
function exampleOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return exampleOf(type.ofType)
  if (isListType(type)) return []
  if (isEnumType(type)) return type.getValues()[0]?.name
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(isRequiredInputField)
    return Object.fromEntries(needed.map(field => [field.name, exampleOf(field.type)]))
  }
  if (type.name === 'ID') return randomUUID()
  if (type.name === 'Boolean') return false
  if (type.name === 'JSON') return {}
  if (type.name === 'DateTime') return '2026-11-29T12:00:00.000Z'
  return ['Int', 'SafeInt', 'Float'].includes(type.name) ? 1 : 'nobody@example.com'
}

let system: OverHttp
let database: Database
/** Access tokens of a player, and of a user with each role alone. */
const tokens = new Map<string, string>()

beforeAll(async () => {
  system = await startOverHttp()
  const logger = createLogger({ name: 'test', level: 'silent' })
  database = createDatabase({ url: system.databaseUrl('users'), maxConnections: 1, applicationName: 'test', logger })
  tokens.set('a player', await system.aPlayer())
  for (const role of roles) tokens.set(role, await tokenOf(role))
})
afterAll(async () => {
  await database.close()
  await system.close()
})

async function tokenOf(role: Role): Promise<string> {
  const username = role.replace('.', '_').concat('_of_test').slice(2)
  await system.aPlayer(username)
  await database.primary.query('UPDATE "user" SET role = $2 WHERE username = $1', [username.toLowerCase(), role])
  const { data } = await system.ask(
    `mutation { signIn(input: { usernameOrEmail: "${username}", password: "a long password" }) {
      ... on AuthSession { accessToken } } }`,
  )
  return (data as { signIn: { accessToken: string } }).signIn.accessToken
}

/** Codes of the errors of the field, as the gateway gives them, and as the subgraph does to a caller who reaches it. */
async function codesOf({ subgraph, query, variables }: Guarded, token: string | undefined) {
  const direct = await fetch(`${system.subgraphUrl(subgraph)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  })
  const answers = [
    await system.ask(query, { token, variables }),
    (await direct.json()) as { errors?: readonly GraphqlError[] },
  ]
  const [gateway, straight] = answers.map(({ errors }) => (errors ?? []).map(({ extensions }) => extensions['code']))
  return { gateway, subgraph: straight }
}

test('fields for administrators are found in every subgraph', () => {
  expect([...new Set(guarded.map(({ subgraph }) => subgraph))].toSorted()).toEqual([...subgraphNames].toSorted())
})

describe.each(guarded)('$name of $subgraph', field => {
  const isOpenTo = (role: string) =>
    field.scopes.some(([scope]) => scope === role) ||
    // Administrators who act on players may read about them.
    (['admin.support', 'admin.economy'].includes(role) && field.scopes.some(([scope]) => scope === 'admin.read'))

  test('is refused to players, and to requests without a token', async () => {
    expect(await codesOf(field, undefined)).toEqual({ gateway: ['UNAUTHENTICATED'], subgraph: ['UNAUTHENTICATED'] })
    const refused = { gateway: ['FORBIDDEN'], subgraph: ['FORBIDDEN'] }
    expect(await codesOf(field, tokens.get('a player'))).toEqual(refused)
  })

  test.each(roles.filter(role => !isOpenTo(role)))('is refused to %s', async role => {
    expect(await codesOf(field, tokens.get(role))).toEqual({ gateway: ['FORBIDDEN'], subgraph: ['FORBIDDEN'] })
  })

  test.each(roles.filter(isOpenTo))('is open to %s', async role => {
    const { gateway, subgraph } = await codesOf(field, tokens.get(role))
    for (const code of ['FORBIDDEN', 'UNAUTHENTICATED', 'GRAPHQL_VALIDATION_FAILED']) {
      expect(gateway).not.toContain(code)
      expect(subgraph).not.toContain(code)
    }
  })
})

describe('what is not a field of its own', () => {
  const ask = async (role: string, query: string) => await system.ask(query, { token: tokens.get(role) })
  const signUp = async () => {
    const { data } = await system.ask('{ me { id sessions { id } } }', { token: await system.aPlayer() })
    const { id, sessions } = (data as { me: { id: string; sessions: { id: string }[] } }).me
    return { id, sessionId: sessions[0]?.id ?? '' }
  }

  test('private fields of players are shown to administrators who read, in each subgraph', async () => {
    const { id, sessionId } = await signUp()
    const query = `{ user(id: "${id}") {
      email wallet { gold } sessions { id } inventory { totalCount } questEvents: events { totalCount }
      characterExport { entries } } session(id: "${sessionId}") { id } }`
    const shown = await ask('admin.read', query)
    expect(shown).toMatchObject({ status: 200, data: { session: { id: sessionId } } })
    expect(Object.values(shown.data.user as object)).not.toContain(null)
    expect(await ask('admin.support', query)).toMatchObject({ data: shown.data as object })
    for (const role of ['a player', 'admin.content']) {
      const { data } = await ask(role, query)
      expect([...new Set(Object.values(data.user as object)), data.session]).toEqual([null, null])
    }
  })

  test('sessions of others are ended by administrators of support alone', async () => {
    const { sessionId } = await signUp()
    const query = `mutation { revokeSession(id: "${sessionId}") }`
    for (const role of ['a player', 'admin.read', 'admin.economy', 'admin.content'])
      expect(await ask(role, query)).toMatchObject({ data: { revokeSession: false } })
    expect(await ask('admin.support', query)).toMatchObject({ data: { revokeSession: true } })
  })
})
