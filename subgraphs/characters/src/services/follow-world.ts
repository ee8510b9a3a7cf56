import { RequestFault } from '@waystone/kit/errors'
import type { Character } from '../domain/character.js'
import type { RunningWorld } from '../world/world.js'
import { createCharacterStream } from '../world/notifier/character-stream.js'
import { createViewStream } from '../world/notifier/view-stream.js'
import type { Projection } from '../world/notifier/projection.js'
import type { ViewEvent } from '../world/notifier/view-events.js'
import type { OwnCharacter } from './change-own-character.js'
import { findOwnCharacter } from './command-character.js'
import type { Needs } from './needs.js'

const EVERY_TICKS_MAX = 10

/**
 * The stream of what happens around the user's own character, from when it is in the world.
 * @throws RequestFault for another's character, and while the world runs elsewhere
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
  const { character, running } = await findWatched(needs, own)
  return createViewStream(running.loop, { characterId: character.id, everyTicks, projection })
}

/**
 * The id of the user's own character, at once and whenever the character has changed in the world.
 * @throws RequestFault as followWorld
 */
export async function followCharacter(needs: Needs, own: OwnCharacter): Promise<AsyncIterableIterator<string>> {
  const { character, running } = await findWatched(needs, own)
  return createCharacterStream(running, character.id)
}

async function findWatched(needs: Needs, own: OwnCharacter): Promise<{ character: Character; running: RunningWorld }> {
  const character = await findOwnCharacter(needs, own)
  if (character === null) throw new RequestFault('BAD_USER_INPUT', 'You have no character with this id')
  const { running } = needs.world
  if (running === null)
    throw new RequestFault('SERVICE_UNAVAILABLE', 'The world is not open here: try again in a few seconds')
  return { character, running }
}
