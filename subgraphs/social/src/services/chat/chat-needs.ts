import { readTogether } from '@waystone/kit/live'
import type { Channel } from '../../domain/channel.js'
import type { Message, MessagePlace } from '../../domain/message.js'
import { findChannels } from '../../repositories/channel.js'
import { findMessagesAfter } from '../../repositories/message.js'
import { haveBlocked } from '../../repositories/player.js'
import { blocksOf } from '../blocks.js'
import type { Needs } from '../needs.js'
import { mayRead } from './channel-access.js'

/** Reads of live streams, of the primary as it is now: streams that read at the same time share a statement. */
export interface Newest {
  messagesAfter(place: MessagePlace): Promise<readonly Message[]>
  /** 0 for a channel that is gone. */
  lastNumber(channelId: string): Promise<number>
  /** Those of the senders whom the user has blocked. */
  blockedSenders(of: { readonly userId: string; readonly senderIds: Iterable<string> }): Promise<ReadonlySet<string>>
  /** Whether there is anyone whom the user has blocked. */
  hasBlocked(userId: string): Promise<boolean>
  isReadable(reading: { readonly channel: Channel; readonly userId: string }): Promise<boolean>
}

export interface ChatNeeds extends Needs {
  readonly newest: Newest
}

export function withNewest(needs: Needs): ChatNeeds {
  const { pool } = needs
  const blocksBetween = readTogether((pairs: readonly { readonly userId: string; readonly otherId: string }[]) =>
    blocksOf(pool, pairs),
  )
  const newest: Newest = {
    messagesAfter: readTogether(places => findMessagesAfter(pool, places)),
    lastNumber: readTogether(async ids => {
      const found = await findChannels(pool, ids)
      return ids.map(id => found.get(id)?.lastNumber ?? 0)
    }),
    blockedSenders: async ({ userId, senderIds }) => {
      const others = [...new Set(senderIds)].filter(id => id !== userId)
      const blocks = await Promise.all(others.map(otherId => blocksBetween({ userId, otherId })))
      return new Set(others.filter((_, index) => blocks[index]?.own === true))
    },
    hasBlocked: readTogether(userIds => haveBlocked(pool, userIds)),
    isReadable: readTogether(readings => mayRead(pool, readings)),
  }
  return { ...needs, newest }
}
