import { maySee } from '@waystone/kit/roles'
import type { SessionResolvers } from '../generated/graphql.js'

export const Session: SessionResolvers = {
  __resolveReference: async ({ id }, { viewer, loaders, now }) => {
    const session = await loaders.session(id)
    const isService = viewer?.scopes.includes('service') === true
    if (session === null || session.expiresAt <= now) return null
    return maySee(viewer, session.userId) || isService ? session : null
  },
  user: ({ userId }) => ({ id: userId }),
  current: ({ id, begunHere }, _, { viewer }) => begunHere === true || viewer?.sessionId === id,
}
