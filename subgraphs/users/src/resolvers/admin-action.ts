import { connectionOf, cursorPart, readPage } from '@waystone/kit/graphql'
import type { AdminActionPosition } from '../domain/admin-action.js'
import type { AdminActionResolvers, QueryResolvers } from '../generated/graphql.js'
import { filteredId } from './filtered-id.js'

const PAGE_SIZE = 50

export const AdminAction: AdminActionResolvers = {
  admin: ({ actor }) => ({ id: actor }),
  user: ({ userId }) => (userId === null ? null : { id: userId }),
}

/** Of an id that is none, there is nothing that was done to it. */
export const adminActions: NonNullable<QueryResolvers['adminActions']> = async (_, args, { services }) => {
  const userId = filteredId(args.userId)
  const page = readPage(args, { defaultSize: PAGE_SIZE, key: [cursorPart.time, text => /^\d{1,18}$/.test(text)] })
  const rows = await services.listAdminActions({ userId, after: positionOf(page.after), limit: page.limit })
  const { edges, pageInfo } = connectionOf(rows, page, {
    totalCount: 0,
    key: ({ at, position }) => [at.toISOString(), position],
    node: action => action,
  })
  return { edges, pageInfo, userId }
}

function positionOf(after: readonly string[] | null): AdminActionPosition | null {
  if (after === null) return null
  const [time = '', position = ''] = after
  return { at: new Date(time), position }
}
