import { parseUuid, signedIn } from '@waystone/kit/graphql'
import { mayAct } from '@waystone/kit/roles'
import { currencyPacks } from '../domain/currency-pack.js'
import type { QueryResolvers } from '../generated/graphql.js'
import { adminActions } from './admin-action.js'
import { consoleQueries } from './console-query.js'

export const Query: QueryResolvers = {
  serverTime: (_, __, { now }) => now,
  me: async (_, __, { viewer, loaders }) => (viewer === null ? null : await loaders.user(viewer.userId)),
  // An application that owns the accounts knows its users by ids of its own.
  user: async (_, { id }, { loaders, services }) =>
    loaders.user(parseUuid(id) ?? (await services.userOfExternalId(id)) ?? id),
  userByUsername: (_, { username }, { loaders }) => loaders.userByUsername(username),
  userByEmail: (_, { email }, { loaders }) => loaders.userByEmail(email),
  session: async (_, { id }, context) => {
    const viewer = signedIn(context)
    const session = await context.loaders.session(id)
    if (session === null || session.expiresAt <= context.now) return null
    const mayRead = mayAct(viewer, 'admin.read') || viewer.scopes.includes('service')
    return session.userId === viewer.userId || mayRead ? session : null
  },
  adminActions,
  ...consoleQueries,
  accessOptions: (_, __, { services }) => services.accessOptions(),
  currencyPacks: () => currencyPacks,
}
