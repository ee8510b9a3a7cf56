import type { EventData } from '@waystone/events'
import type { AfterCommit } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { findBlockVersions, saveBlockList } from '../repositories/block-list.js'
import { findCharactersInWorld } from '../repositories/character.js'
import { enrollUser } from '../repositories/roster.js'
import type { Needs } from './needs.js'

/**
 * Notes whom a user has blocked, and has the world read it once it is committed. The world reads it by keepBlocks,
 * should this process end in between.
 */
export async function followBlocks(
  { world }: Pick<Needs, 'world'>,
  tx: Queryable,
  { userId, blockedIds, version }: EventData<'blocks.changed'>,
): Promise<AfterCommit | undefined> {
  // Events of two producers come in any order: this one may come after the account was erased.
  if ((await enrollUser(tx, userId)).isErased) return undefined
  if (!(await saveBlockList(tx, { userId, blockedIds, version }))) return undefined
  const ids = await findCharactersInWorld(tx, userId)
  return async () => {
    for (const id of ids) world.tell(id, { type: 'reviewBlocks' })
  }
}

/** Has the world read the blocks of characters of this process whose users have changed them since it read them. */
export async function keepBlocks({ pool, world }: Pick<Needs, 'pool' | 'world'>): Promise<void> {
  const { running } = world
  const ids = Array.from(running?.loop.live.characters() ?? [], ({ characterId }) => characterId)
  if (running === null || ids.length === 0) return
  const versions = await findBlockVersions(pool, ids)
  const stale = [...versions].filter(([id, version]) => version > running.introductions.blocksVersionOf(id))
  if (stale.length > 0) await running.introductions.introduce(stale.map(([id]) => id))
}
