import { RequestFault } from '@waystone/kit/errors'
import { parseUuid } from '@waystone/kit/graphql'
import { atMostEvery, createLiveStream } from '@waystone/kit/live'
import { guildTopic } from '../../repositories/tell-guild.js'
import type { Needs } from '../needs.js'

/** The version of what a member is shown of a guild; null for a user who is no member. */
export type GuildVersion = (of: { readonly guildId: string; readonly userId: string }) => Promise<string | null>

export interface GuildChange {
  readonly guildId: string
  readonly version: string
}

/** As the database makes versions; 0 is before all of them. */
const VERSION = /^(?:0|[0-9a-f]{64})$/

/** Deposits of many members at once are few changes: whoever is told reads the guild anew. */
const TOLD_INTERVAL_MS = 500

/**
 * Streams that a guild has changed since the version that a member knows; several changes at once are one. It ends when
 * the user is no member any more, which is looked at with each ring and every few seconds.
 * @param after null for changes from now on
 * @throws RequestFault BAD_USER_INPUT for a guild that the user does not belong to, and for what is no version
 */
export async function followGuild(
  { live, logger, guildVersion }: Needs & { readonly guildVersion: GuildVersion },
  { userId, guildId: given, after }: { userId: string; guildId: string; after: string | null },
): Promise<AsyncIterableIterator<GuildChange>> {
  if (after !== null && !VERSION.test(after))
    throw new RequestFault('BAD_USER_INPUT', '"after" must be the id of a change that was told, or 0')
  const guildId = parseUuid(given)
  if (guildId === null) throw notOfMember()
  const bell = atMostEvery(TOLD_INTERVAL_MS, await live.follow(guildTopic(guildId)))
  try {
    const newest = await guildVersion({ guildId, userId })
    if (newest === null) throw notOfMember()
    let told = after ?? newest
    const read = async () => {
      const version = await guildVersion({ guildId, userId })
      if (version === null) bell.close()
      if (version === null || version === told) return { items: [] }
      told = version
      return { items: [{ guildId, version }] }
    }
    return createLiveStream({ bell, read, logger })
  } catch (error) {
    bell.close()
    throw error
  }
}

const notOfMember = () => new RequestFault('BAD_USER_INPUT', '"id" must be the id of the guild that you belong to')
