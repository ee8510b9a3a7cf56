import { isGone } from '../domain/character.js'
import { findCharacters } from '../repositories/character.js'
import type { Needs } from './needs.js'

/** Returns whether a character is this user's, and not deleted for good. */
export async function isOwnCharacter(
  { clock, pool }: Pick<Needs, 'clock' | 'pool'>,
  { userId, characterId }: { userId: string; characterId: string },
): Promise<boolean> {
  const character = (await findCharacters(pool, [characterId])).get(characterId)
  return character?.userId === userId && !isGone(character, clock.now())
}
