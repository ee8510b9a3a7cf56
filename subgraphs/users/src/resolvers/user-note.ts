import { connectionOf, readPage, type PageArguments } from '@waystone/kit/graphql'
import type { Context } from '../context.js'
import type { UserNoteResolvers } from '../generated/graphql.js'
import { positionIn, timeKey } from './time-cursor.js'

const PAGE_SIZE = 20

export const UserNote: UserNoteResolvers = {
  author: ({ authorId }) => ({ id: authorId }),
}

export async function notePage(args: PageArguments, userId: string, { services, reads }: Context) {
  const page = readPage(args, { defaultSize: PAGE_SIZE, key: timeKey })
  const position = positionIn(page)
  const after = position === null ? null : { createdAt: position.at, id: position.id }
  const rows = await services.listNotes({ userId, after, limit: page.limit, reads })
  const { edges, pageInfo } = connectionOf(rows, page, {
    totalCount: 0,
    key: ({ createdAt, id }) => [createdAt.toISOString(), id],
    node: note => note,
  })
  return { edges, pageInfo, userId }
}
