import { parseUuid } from '@waystone/kit/graphql'
import { isGone } from '../domain/character.js'
import { characterNotFound, commandRejected } from '../errors.js'
import type { OwnCharacter } from './change-own-character.js'
import type { Needs } from './needs.js'

/** Commands are for a running world, and none runs: the owner is told so, anyone else that there is no such character. */
export async function commandCharacter(needs: Needs, own: OwnCharacter) {
  const { cache, characters, clock } = needs
  const id = parseUuid(own.characterId)
  if (id === null) return characterNotFound()
  const [character] = await cache.getMany('character', [id], ids => characters.findByIds(ids))
  if (!character || character.userId !== own.userId || isGone(character, clock.now())) return characterNotFound()
  return commandRejected('WORLD_CLOSED')
}
