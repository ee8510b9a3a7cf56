import { parseUuid } from '@waystone/kit/graphql'
import { maySee } from '@waystone/kit/roles'
import type { UserResolvers } from '../generated/graphql.js'
import { channelsOfUser } from './channel.js'

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  ...channelsOfUser,
  socialExport: async ({ id }, args, { viewer, services }) => {
    const userId = parseUuid(id)
    return userId !== null && maySee(viewer, userId) ? await services.exportUser({ userId, ...args }) : null
  },
}
