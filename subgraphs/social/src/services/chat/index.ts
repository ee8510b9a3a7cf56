import { findReadable } from './channel-access.js'
import { findChannelList } from './channel-list.js'
import { withNewest } from './chat-needs.js'
import { deleteOldMessages } from './delete-old-messages.js'
import { deleteOldReports } from './delete-old-reports.js'
import { followChannel, followChannelAccess } from './follow-channel.js'
import { followInbox } from './follow-inbox.js'
import { markRead } from './mark-read.js'
import { deleteMessage, dismissReport, muteUser } from './moderate.js'
import { openDirectChannel } from './open-direct-channel.js'
import { reportMessage } from './report-message.js'
import { createSendMessage } from './send-message.js'
import type { Needs } from '../needs.js'

type Request<UseCase extends (needs: never, request: never) => unknown> = Parameters<UseCase>[1]

/** The use cases of chat. */
export const createChatServices = (needs: Needs) => {
  const chatNeeds = withNewest(needs)
  return {
    sendMessage: createSendMessage(needs),
    openDirectChannel: (request: Request<typeof openDirectChannel>) => openDirectChannel(needs, request),
    findReadableChannel: (request: Request<typeof findReadable>) => findReadable(needs.pool, request),
    findChannelList: (userId: string) => findChannelList(needs, userId),
    followChannel: (request: Request<typeof followChannel>) => followChannel(chatNeeds, request),
    followChannelAccess: (request: Request<typeof followChannelAccess>) => followChannelAccess(chatNeeds, request),
    followInbox: (userId: string) => followInbox(chatNeeds, userId),
    markRead: (request: Request<typeof markRead>) => markRead(needs, request),
    reportMessage: (request: Request<typeof reportMessage>) => reportMessage(needs, request),
    deleteMessage: (request: Request<typeof deleteMessage>) => deleteMessage(needs, request),
    dismissReport: (request: Request<typeof dismissReport>) => dismissReport(needs, request),
    muteUser: (request: Request<typeof muteUser>) => muteUser(needs, request),
    deleteOldMessages: () => deleteOldMessages(needs),
    deleteOldReports: () => deleteOldReports(needs),
  }
}
