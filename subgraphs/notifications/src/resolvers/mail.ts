import { parseUuid } from '@waystone/kit/graphql'
import { mayAct } from '@waystone/kit/roles'
import { failedOf } from '../domain/sending.js'
import type {
  AttachmentResolvers,
  CurrencyAttachmentResolvers,
  ItemAttachmentResolvers,
  MailResolvers,
  SendingResolvers,
} from '../generated/graphql.js'

export const Mail: MailResolvers = {
  __resolveReference: async ({ id: given }, { loaders }) => {
    const id = parseUuid(given)
    const found = id === null ? null : await loaders.mail.load(id)
    return found !== null && loaders.isPrivateTo(found.userId) ? found : null
  },
}

export const Attachment: AttachmentResolvers = {
  __resolveType: ({ kind }) => (kind === 'CURRENCY' ? 'CurrencyAttachment' : 'ItemAttachment'),
}
export const CurrencyAttachment: CurrencyAttachmentResolvers = {}
export const ItemAttachment: ItemAttachmentResolvers = { item: ({ itemId }) => ({ id: itemId }) }

export const Sending: SendingResolvers = {
  // Of administrators; the fields that lead to it let nobody else in.
  __resolveReference: async ({ id: given }, { loaders, viewer }) => {
    const id = parseUuid(given)
    return id !== null && mayAct(viewer, 'admin.read') ? await loaders.sending.load(id) : null
  },
  failed: failedOf,
}
