import { markForDeletion } from '../domain/character.js'
import { changeOwnCharacter, type OwnCharacter } from './change-own-character.js'
import type { Needs } from './needs.js'

/** Marks a character for deletion: name and slot stay taken until the purge. A second call keeps the first date. */
export async function deleteCharacter(needs: Needs, own: OwnCharacter) {
  const outcome = await changeOwnCharacter(needs, own, async (_tx, { character }, now) =>
    markForDeletion(character, now),
  )
  // A character that is marked does not stay in the world, so none is purged there.
  if (!('__typename' in outcome)) await needs.world.command(outcome.id, { type: 'leave' })
  return outcome
}
