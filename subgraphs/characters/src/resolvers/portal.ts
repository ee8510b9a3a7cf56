import type { PortalResolvers } from '../generated/graphql.js'

export const Portal: PortalResolvers = {
  to: ({ toMapId }, _, { content }) => content.mapOf(toMapId),
  toPosition: ({ to }) => to,
}
