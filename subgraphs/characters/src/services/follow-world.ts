import { RequestFault } from '@waystone/kit/errors'
import { createCharacterStream } from '../world/notifier/character-stream.js'
import { createViewStream, type ViewSource } from '../world/notifier/view-stream.js'
import type { Projection } from '../world/notifier/projection.js'
import type { ViewEvent } from '../world/notifier/view-events.js'
import type { OwnCharacter } from './change-own-character.js'
import { findOwnCharacter } from './command-character.js'
import type { Needs } from './needs.js'

const EVERY_TICKS_MAX = 10

/**
 * The stream of what happens around the user's own character, from when it is in the world.
 * @throws RequestFault for another's character, and before the world opens
 */
export async function followWorld(
  needs: Needs,
  {
    everyTicks,
    projection,
    ...own
  }: OwnCharacter & { readonly everyTicks: number; readonly projection: Projection | null },
): Promise<AsyncIterableIterator<ViewEvent>> {
  if (everyTicks < 1 || everyTicks > EVERY_TICKS_MAX)
    throw new RequestFault('BAD_USER_INPUT', `everyTicks must be from 1 to ${EVERY_TICKS_MAX}, not ${everyTicks}`)
  const characterId = await findWatched(needs, own)
  const { world } = needs
  const watch: ViewSource['watch'] = (options, viewer) =>
    world.watch({ kind: 'view', lastMapId: null, ...options }, viewer)
  return createViewStream({ watch }, { characterId, everyTicks, projection })
}

/**
 * The id of the user's own character, at once and whenever the character has changed in the world.
 * @throws RequestFault as followWorld
 */
export async function followCharacter(needs: Needs, own: OwnCharacter): Promise<AsyncIterableIterator<string>> {
  const characterId = await findWatched(needs, own)
  return createCharacterStream(to => needs.world.watch({ kind: 'changes', characterId }, to), characterId)
}

async function findWatched(needs: Needs, own: OwnCharacter): Promise<string> {
  const character = await findOwnCharacter(needs, own)
  if (character === null) throw new RequestFault('BAD_USER_INPUT', 'You have no character with this id')
  if (!needs.world.hasBegun)
    throw new RequestFault('SERVICE_UNAVAILABLE', 'The world is not open here: try again in a few seconds')
  return character.id
}
