import { parseUuid } from '@waystone/kit/graphql'
import { findAppearanceProblem, type Appearance } from '../domain/appearance.js'
import type { CommandRejection } from '../domain/command-rejection.js'
import { isGone, isLiving, type Character } from '../domain/character.js'
import type { Position } from '../domain/position.js'
import { characterNotFound, commandRejected } from '../errors.js'
import { findCharacters } from '../repositories/character.js'
import { numberOf } from '../world/ids.js'
import type { RunningWorld } from '../world/world.js'
import type { PlayerCommand } from '../world/simulation/commands.js'
import type { OwnCharacter } from './change-own-character.js'
import type { Needs } from './needs.js'

/** A command of a player to a character in the world; ids are those that clients have. */
export type Wish =
  | { readonly type: 'leave' }
  | { readonly type: 'move'; readonly to: Position }
  | { readonly type: 'attack'; readonly monsterId: string }
  | { readonly type: 'pickUp'; readonly dropId: string }
  | { readonly type: 'changeAppearance'; readonly appearance: Appearance }

/** Answers when the world has applied the command, or refused it. */
export async function commandCharacter(
  needs: Needs,
  request: OwnCharacter & { readonly wish: Wish; readonly clientSequence: number | null },
) {
  const character = await findOwnCharacter(needs, request)
  if (character === null) return characterNotFound()
  const { running } = needs.world
  if (running === null) return commandRejected('WORLD_CLOSED')
  const command = commandOf(needs, running, { character, wish: request.wish })
  if (typeof command === 'string') return commandRejected(command)
  const { clientSequence } = request
  const answer = await running.loop.command(command, { clientSequence })
  // A character that has left is read from the database again.
  if (command.type === 'leave') await running.writer.settled()
  return answerOf(answer)
}

/** Brings a character into the world, where it was last saved. */
export async function enterWorld(needs: Needs, request: OwnCharacter & { readonly clientSequence: number | null }) {
  const found = await findOwnCharacter(needs, request)
  if (found === null) return characterNotFound()
  const { running } = needs.world
  if (running === null) return commandRejected('WORLD_CLOSED')
  // One that has just left is saved first, and then read past the cache.
  await running.writer.settled()
  const character = (await findCharacters(needs.pool, [found.id])).get(found.id)
  if (character === undefined) return characterNotFound()
  if (!isLiving(character)) return commandRejected('MARKED_FOR_DELETION')
  const { id, appearance, class: characterClass, experience, hp, level, luresUsed, position } = character
  const record = { characterId: id, class: characterClass, level, experience, hp, appearance, luresUsed, pets: [] }
  const { id: mapId } = needs.content.mapOf(character.mapId)
  const at = mapId === character.mapId ? position : null
  const { clientSequence } = request
  return answerOf(await running.loop.command({ type: 'enter', character: record, at }, { mapId, clientSequence }))
}

/** The user's own character; null for any other, so that nobody learns whose it is. */
export async function findOwnCharacter(needs: Needs, own: OwnCharacter): Promise<Character | null> {
  const { cache, clock, pool } = needs
  const id = parseUuid(own.characterId)
  if (id === null) return null
  const [character] = await cache.getMany('character', [id], ids => findCharacters(pool, ids))
  return !character || character.userId !== own.userId || isGone(character, clock.now()) ? null : character
}

/** The command of a wish, or why there is none. */
function commandOf(
  { content }: Needs,
  { loop }: RunningWorld,
  { character, wish }: { character: Character; wish: Wish },
): PlayerCommand | CommandRejection {
  const characterId = character.id
  const { code } = content.mapOf(loop.live.character(characterId)?.mapId ?? character.mapId)
  switch (wish.type) {
    case 'leave':
    case 'move':
      return { characterId, ...wish }
    case 'attack':
      return { characterId, type: 'attack', monster: numberOf(wish.monsterId, code, 'm') }
    case 'pickUp':
      return { characterId, type: 'pickUp', drop: numberOf(wish.dropId, code, 'd') }
    case 'changeAppearance':
      return findAppearanceProblem(wish.appearance) === null ? { characterId, ...wish } : 'NO_SUCH_APPEARANCE'
  }
}

const answerOf = ({ rejected, tick }: { readonly tick: number; readonly rejected: CommandRejection | null }) =>
  rejected === null ? ({ __typename: 'CommandAccepted', tick } as const) : commandRejected(rejected)
