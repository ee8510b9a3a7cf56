import { readTogether } from '@waystone/kit/live'
import type { Channel } from '../../domain/channel.js'
import type { Message, MessagePlace } from '../../domain/message.js'
import { findChannels } from '../../repositories/channel.js'
import { findMessagesAfter } from '../../repositories/message.js'
import type { Needs } from '../needs.js'
import { mayRead } from './channel-access.js'

/** Reads of live streams, of the primary as it is now: streams that read at the same time share a statement. */
export interface Newest {
  messagesAfter(place: MessagePlace): Promise<readonly Message[]>
  /** 0 for a channel that is gone. */
  lastNumber(channelId: string): Promise<number>
  isReadable(reading: { readonly channel: Channel; readonly userId: string }): Promise<boolean>
}

export interface ChatNeeds extends Needs {
  readonly newest: Newest
}

export const withNewest = (needs: Needs): ChatNeeds => ({
  ...needs,
  newest: {
    messagesAfter: readTogether(places => findMessagesAfter(needs.pool, places)),
    lastNumber: readTogether(async ids => {
      const found = await findChannels(needs.pool, ids)
      return ids.map(id => found.get(id)?.lastNumber ?? 0)
    }),
    isReadable: readTogether(readings => mayRead(needs.pool, readings)),
  },
})
