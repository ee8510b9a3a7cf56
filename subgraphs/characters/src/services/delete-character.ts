import { markForDeletion } from '../domain/character.js'
import { changeOwnCharacter, type OwnCharacter } from './change-own-character.js'
import type { Needs } from './needs.js'

/** Marks a character for deletion: name and slot stay taken until the purge. A second call keeps the first date. */
export const deleteCharacter = (needs: Needs, own: OwnCharacter) =>
  changeOwnCharacter(needs, own, async (_tx, { character }, now) => markForDeletion(character, now))
