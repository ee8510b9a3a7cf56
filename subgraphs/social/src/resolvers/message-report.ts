import { connectionOf, cursorPart, parseUuid, readPage, signedIn } from '@waystone/kit/graphql'
import { isGranted, scopesFor } from '@waystone/kit/roles'
import type { MessageReportResolvers, MutationResolvers, QueryResolvers } from '../generated/graphql.js'

const PAGE_SIZE = 20
/** Moment and id of a report. */
const KEY = [cursorPart.time, cursorPart.uuid]

export const MessageReport: MessageReportResolvers = {
  __resolveReference: async ({ id: given }, { chat, viewer }) => {
    const id = parseUuid(given)
    if (id === null || !isGranted(viewer, scopesFor('admin.support'))) return null
    return await chat.report(id)
  },
  message: ({ original, ...message }) => ({ ...message, original: message.filtered ? original : null }),
  by: ({ byUserId }) => ({ id: byUserId }),
  at: ({ reportedAt }) => reportedAt,
}

export const reportQueries: Pick<QueryResolvers, 'messageReports'> = {
  messageReports: async (_, args, { chat }) => {
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: KEY })
    const [at, id] = page.after ?? []
    const after = at === undefined || id === undefined ? null : { at: new Date(at), id }
    const [rows, totalCount] = await Promise.all([
      chat.waitingReports({ after, limit: page.limit + 1 }),
      chat.waitingReportCount(),
    ])
    return connectionOf(rows, page, {
      totalCount,
      key: report => [report.reportedAt.toISOString(), report.id],
      node: report => report,
    })
  },
}

export const moderationMutations: Pick<MutationResolvers, 'deleteMessage' | 'dismissMessageReport' | 'muteUser'> = {
  deleteMessage: (_, { id, reason }, context) =>
    context.services.deleteMessage({ messageId: id, reason, actor: signedIn(context).userId }),
  dismissMessageReport: (_, { id, reason }, context) =>
    context.services.dismissReport({ reportId: id, reason, actor: signedIn(context).userId }),
  muteUser: (_, { userId, until, reason }, context) =>
    context.services.muteUser({ userId, until, reason, actor: signedIn(context).userId }),
}
