import { parseUuid } from '@waystone/kit/graphql'
import { maySee } from '@waystone/kit/roles'
import type { UserResolvers } from '../generated/graphql.js'

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  guild: ({ id }, _, { loaders }) => {
    const userId = parseUuid(id)
    return userId === null ? null : loaders.guildMembership.load(userId)
  },
  socialExport: async ({ id }, args, { viewer, services }) => {
    const userId = parseUuid(id)
    return userId !== null && maySee(viewer, userId) ? await services.exportUser({ userId, ...args }) : null
  },
}
