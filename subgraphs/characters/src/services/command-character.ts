import { parseUuid } from '@waystone/kit/graphql'
import { isGone } from '../domain/character.js'
import { characterNotFound, commandRejected } from '../errors.js'
import type { OwnCharacter } from './change-own-character.js'
import type { Needs } from './needs.js'

/** Refuses a command, since no world runs. Viewers other than the owner get "character not found". */
export async function commandCharacter(needs: Needs, own: OwnCharacter) {
  const { cache, characters, clock } = needs
  const id = parseUuid(own.characterId)
  if (id === null) return characterNotFound()
  const [character] = await cache.getMany('character', [id], ids => characters.findByIds(ids))
  if (!character || character.userId !== own.userId || isGone(character, clock.now())) return characterNotFound()
  return commandRejected('WORLD_CLOSED')
}
