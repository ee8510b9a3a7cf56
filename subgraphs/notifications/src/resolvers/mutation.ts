import { RequestFault } from '@waystone/kit/errors'
import { signedIn } from '@waystone/kit/graphql'
import { mayAct } from '@waystone/kit/roles'
import type { MutationResolvers } from '../generated/graphql.js'

export const Mutation: MutationResolvers = {
  registerPushToken: (_, { input }, context) =>
    context.services.registerPushToken({ ...input, userId: signedIn(context).userId }),
  removePushToken: (_, { id }, context) => context.services.removePushToken({ id, userId: signedIn(context).userId }),
  updateNotificationSettings: (_, { input }, context) => {
    const { language, quietHours, kinds } = input
    // Null ends quiet hours; of the others, it changes as little as leaving them out.
    const change = { language: language ?? undefined, quietHours, kinds: kinds ?? undefined }
    return context.services.updateSettings({ userId: signedIn(context).userId, change })
  },
  markNotificationsRead: async (_, { ids, all }, context) => {
    const { userId } = signedIn(context)
    if (!all && (ids ?? null) === null)
      throw new RequestFault('BAD_USER_INPUT', 'Give "ids", or "all: true" for all of them')
    return await context.services.markNotificationsRead({ userId, ids: all ? null : (ids ?? []) })
  },
  markMailRead: (_, { ids }, context) => context.services.readMails({ userId: signedIn(context).userId, ids }),
  claimMail: (_, { id }, context) => context.services.claimMail({ id, userId: signedIn(context).userId }),
  deleteMail: (_, { id }, context) => context.services.deleteMail({ id, userId: signedIn(context).userId }),
  sendMail: async (_, { input }, context) => {
    const { userId: actor } = signedIn(context)
    const { attachments, expiresAt } = input
    // Support moves no money (docs/decisions/090).
    if (attachments.length > 0 && !mayAct(context.viewer, 'admin.economy'))
      throw new RequestFault('FORBIDDEN', 'A mail with attachments needs the scope admin.economy as well')
    return await context.services.sendMail({ ...input, actor, attachments, expiresAt: expiresAt ?? null })
  },
  announce: (_, { input }, context) =>
    context.services.announce({ ...input, data: input.data ?? null, actor: signedIn(context).userId }),
}
