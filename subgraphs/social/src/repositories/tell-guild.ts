import { tellAfterCommit, type LiveTopic } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'

/** Rings when something that members of a guild are shown may have changed. */
export const guildTopic = (guildId: string): LiveTopic => ({ topic: 'guild', key: guildId })

export function tellGuilds(tx: Queryable, guildIds: Iterable<string>): void {
  for (const guildId of new Set(guildIds)) tellAfterCommit(tx, guildTopic(guildId))
}
