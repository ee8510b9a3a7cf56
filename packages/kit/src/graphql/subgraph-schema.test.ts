import { describe, expect, it } from 'vitest'
import { graphql } from 'graphql'
import type { Viewer } from '../auth/index.js'
import { RequestFault } from '../errors/index.js'
import { createTestSubgraphApp } from '../testing/test-subgraph-app.js'
import { createLocalExecutor } from './local-executor.js'
import type { RequestContext } from './request-context.js'
import { createSubgraphSchema } from './subgraph-schema.js'

const typeDefs = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@authenticated", "@requiresScopes"])
  scalar DateTime
  type Query { open: String! mine: String @authenticated admins: String @requiresScopes(scopes: [["admin"], ["service", "audit"]]) secret: Secret at: DateTime! broken: String denied: String }
  type Secret @authenticated { text: String! }
`
const resolvers = {
  Query: {
    open: () => 'open',
    mine: () => 'mine',
    admins: () => 'admins',
    secret: () => ({ text: 'text' }),
    at: () => new Date(0),
    broken: () => {
      throw new Error('password=hunter2')
    },
    denied: () => {
      throw new RequestFault('BAD_USER_INPUT', 'Say it otherwise')
    },
  },
}
const schema = createSubgraphSchema({ typeDefs, resolvers })
const viewer = (...scopes: string[]): Viewer => ({ userId: 'u', sessionId: 's', scopes, issuedAtMs: 0, expiresAtMs: 0 })
const ask = (source: string, who: Viewer | null) =>
  graphql({
    schema,
    source,
    contextValue: { requestId: 'r', viewer: who, remoteAddress: '', userAgent: null } satisfies RequestContext,
  })

describe('a subgraph reached directly', () => {
  it('gives the anonymous only what is public', async () => {
    const { data, errors } = await ask('{ open mine admins secret { text } at }', null)
    expect(data).toEqual({ open: 'open', mine: null, admins: null, secret: null, at: '1970-01-01T00:00:00.000Z' })
    expect(errors?.map(error => error.extensions['code'])).toEqual(Array(3).fill('UNAUTHENTICATED'))
  })

  it('reads scopes as the directive says: one alternative, all of its scopes', async () => {
    const admins = async (...scopes: string[]) => (await ask('{ admins }', viewer(...scopes))).data?.['admins']
    expect(await admins()).toBeNull()
    expect(await admins('service')).toBeNull()
    expect(await admins('service', 'audit')).toBe('admins')
    expect(await admins('admin')).toBe('admins')
    expect((await ask('{ mine secret { text } }', viewer())).errors).toBeUndefined()
  })
})

describe('the local executor', () => {
  const app = createTestSubgraphApp({
    schema,
    context: async ({ requestId, headers }) => {
      if (headers.get('authorization') === 'bad') throw new RequestFault('UNAUTHENTICATED', 'No')
      return { requestId, viewer: null, remoteAddress: '', userAgent: null }
    },
  })
  const { execute } = createLocalExecutor(app)
  const request = (query: string, headers: [string, string][] = []) =>
    execute({ query, headers: new Map(headers), remoteAddress: '' })

  it('masks what nobody expected, and shows faults of the request', async () => {
    const { data, errors } = await request('{ open broken denied }', [['x-request-id', 'r-7']])
    expect(data).toEqual({ open: 'open', broken: null, denied: null })
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'Internal server error',
        path: ['broken'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-7' },
      }),
      expect.objectContaining({
        message: 'Say it otherwise',
        path: ['denied'],
        extensions: { code: 'BAD_USER_INPUT' },
      }),
    ])
  })

  it('answers a refused identity with its code and no data', async () => {
    expect(await request('{ open }', [['authorization', 'bad']])).toEqual({
      errors: [{ message: 'No', extensions: { code: 'UNAUTHENTICATED' } }],
    })
  })
})
