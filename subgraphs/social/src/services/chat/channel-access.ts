import { parseUuid } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import { otherUserOf, type Channel } from '../../domain/channel.js'
import { areMembers } from '../../repositories/channel-member.js'
import { findChannels } from '../../repositories/channel.js'

interface Reading {
  readonly channel: Channel
  readonly userId: string
}

/** Of each pair, whether the user may read the channel, in their order: two statements at most for any number. */
export async function mayRead(db: Queryable, readings: readonly Reading[]): Promise<readonly boolean[]> {
  const owned = readings.flatMap(({ channel: { ownerId }, userId }) => (ownerId === null ? [] : [{ ownerId, userId }]))
  const memberships = (await areMembers(db, owned)).values()
  return readings.map(({ channel, userId }) => {
    if (channel.ownerId !== null) return memberships.next().value === true
    return channel.kind === 'WORLD' || otherUserOf(channel, userId) !== null
  })
}

/** The channel; null for one that the user may not read, and where there is none. */
export async function findReadable(
  db: Queryable,
  { channelId, userId }: { channelId: string; userId: string },
): Promise<Channel | null> {
  const id = parseUuid(channelId)
  const channel = id === null ? undefined : (await findChannels(db, [id])).get(id)
  if (channel === undefined) return null
  const [isReadable] = await mayRead(db, [{ channel, userId }])
  return isReadable === true ? channel : null
}
