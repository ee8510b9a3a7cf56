import { restore } from '../domain/character.js'
import { changeOwnCharacter, type OwnCharacter } from './change-own-character.js'
import { givePendingExperience } from './grant-experience.js'
import type { Needs } from './needs.js'

/** Takes the mark for deletion away. Experience that was granted while no character lived goes to this one. */
export const restoreCharacter = (needs: Needs, own: OwnCharacter) =>
  changeOwnCharacter(needs, own, async (tx, { roster, character }) => {
    const restored = restore(character)
    return await givePendingExperience(needs, tx, { roster, character: restored })
  })
