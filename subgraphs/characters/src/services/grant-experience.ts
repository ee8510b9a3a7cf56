import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { appendEvents, type AfterCommit } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { isLiving, withExperience, type Character } from '../domain/character.js'
import { EXPERIENCE_MAX } from '../domain/experience.js'
import { listCharacters, updateCharacter } from '../repositories/character.js'
import { givePendingGains, recordGains } from '../repositories/gain.js'
import { enrollUser, setPendingExperience, type Roster } from '../repositories/roster.js'
import { forgetCached, type Needs } from './needs.js'

/**
 * Gives experience to the user's oldest living character; without one it waits for the next to be created or
 * restored.
 */
export async function grantExperience(
  needs: Needs,
  tx: Queryable,
  grant: { eventId: string; userId: string; amount: number },
): Promise<AfterCommit> {
  const { cache, clock } = needs
  const roster = await enrollUser(tx, grant.userId)
  // It was granted before the account was deleted: no character is left to have it.
  if (roster.isErased) return async () => {}
  const oldest = (await listCharacters(tx, grant.userId)).find(isLiving)
  const gain = { source: 'QUEST', id: grant.eventId, experience: grant.amount, gainedAt: clock.now() } as const
  if (oldest === undefined) {
    await recordGains(tx, [{ ...gain, characterId: null, userId: grant.userId }])
    const pendingExperience = Math.min(EXPERIENCE_MAX, roster.pendingExperience + grant.amount)
    await setPendingExperience(tx, { ...roster, pendingExperience })
    return async () => {}
  }
  await recordGains(tx, [{ ...gain, characterId: oldest.id }])
  const grown = await addExperience(needs, tx, { character: oldest, amount: grant.amount })
  return async () => {
    await forgetCached(cache, [grown])
    // In the world, a character's experience is the loop's; the database has it already.
    const amount = grown.experience - oldest.experience
    needs.world.tell(grown.id, { type: 'gainExperience', amount })
  }
}

/** Gives a living character what waited for one; the caller holds the roster's lock. */
export async function givePendingExperience(
  needs: Needs,
  tx: Queryable,
  to: { roster: Roster; character: Character },
): Promise<Character> {
  const { character, roster } = to
  if (roster.pendingExperience === 0) return character
  await setPendingExperience(tx, { ...roster, pendingExperience: 0 })
  await givePendingGains(tx, { userId: roster.userId, characterId: character.id })
  return await addExperience(needs, tx, { character, amount: roster.pendingExperience })
}

/** One event a level, so that a quest that waits for level 10 is not passed over by a jump from 9 to 11. */
async function addExperience(
  needs: Needs,
  tx: Queryable,
  given: { character: Character; amount: number },
): Promise<Character> {
  const { character, levels } = withExperience(given.character, given.amount)
  await updateCharacter(tx, character)
  const occurredAt = needs.clock.now()
  const leveledUp = levels.map(level =>
    newEvent('character.leveled_up', {
      id: randomUUID(),
      occurredAt,
      data: { userId: character.userId, characterId: character.id, level },
    }),
  )
  if (leveledUp.length > 0) await appendEvents(tx, leveledUp)
  return character
}
