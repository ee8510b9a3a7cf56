import { authExchange } from '@urql/exchange-auth'
import { persistedExchange } from '@urql/exchange-persisted'
import { Client, fetchExchange, type Exchange } from 'urql'
import { accessToken, heldToken, isTokenFresh } from '../session/session.js'
import { cache } from './cache.js'
import { connectionExchange } from './connection.js'
import { hashOf } from './document-hash.js'
import { liveExchange } from './live.js'

/** The bearer token of each request: renewed before it expires, and once more when it is refused. */
const tokens: Exchange = authExchange(async ({ appendHeaders }) => ({
  addAuthToOperation: operation => {
    const token = heldToken()
    return token === null ? operation : appendHeaders(operation, { authorization: `Bearer ${token}` })
  },
  willAuthError: () => heldToken() !== null && !isTokenFresh(),
  didAuthError: ({ response, graphQLErrors }) =>
    (response as Response | undefined)?.status === 401 ||
    graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED'),
  refreshAuth: async () => {
    await accessToken(isTokenFresh() ? (heldToken() ?? undefined) : undefined)
  },
}))

/** A build names its documents by their hash, which the gateway finds among the trusted ones. */
const byHash: Exchange = persistedExchange({
  preferGetForPersistedQueries: false,
  enforcePersistedQueries: true,
  enableForMutation: true,
  generateHash: async (_, document) => hashOf(document),
})

export const createGraphClient = (): Client =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { credentials: 'omit', headers: { 'apollographql-client-name': 'waystone-web' } },
    exchanges: [cache(), tokens, connectionExchange, ...(__BY_HASH__ ? [byHash] : []), liveExchange, fetchExchange],
  })
