import { parseUuid } from '@waystone/kit/graphql'
import { findAppearanceProblem, type Appearance } from '../domain/appearance.js'
import type { CommandRejection } from '../domain/command-rejection.js'
import { isGone, isLiving, type Character } from '../domain/character.js'
import { parseSpokenText } from '../domain/spoken-text.js'
import type { Position } from '../domain/position.js'
import { characterNotFound, commandRejected } from '../errors.js'
import { findCharacters } from '../repositories/character.js'
import { findPetsOf } from '../repositories/pet.js'
import { numberOf } from '../world/ids.js'
import type { RunningWorld } from '../world/world.js'
import type { PetRecord } from '../world/simulation/outcome.js'
import type { PlayerCommand } from '../world/simulation/commands.js'
import type { OwnCharacter } from './change-own-character.js'
import type { Needs } from './needs.js'

/** A command of a player to a character in the world; ids are those that clients have. */
export type Wish =
  | { readonly type: 'leave' | 'dismissPet' | 'feedPet' }
  | { readonly type: 'move'; readonly to: Position }
  | { readonly type: 'attack' | 'tame'; readonly monsterId: string }
  | { readonly type: 'pickUp'; readonly dropId: string }
  | { readonly type: 'changeAppearance'; readonly appearance: Appearance }
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'summonPet'; readonly petId: string }

/** A wish, and the client's own number for it. */
export interface Order {
  readonly wish: Wish
  readonly clientSequence: number | null
}

/** Answers when the world has applied the command, or refused it. */
export async function commandCharacter(needs: Needs, request: OwnCharacter & Order) {
  const character = await findOwnCharacter(needs, request)
  return character === null ? characterNotFound() : await give(needs, character, request)
}

/** The same for several commands of one character, which the world applies in their order. */
export async function commandInOrder(
  needs: Needs,
  { orders, ...own }: OwnCharacter & { readonly orders: readonly Order[] },
) {
  const character = await findOwnCharacter(needs, own)
  if (character === null) return orders.map(characterNotFound)
  return await Promise.all(orders.map(order => give(needs, character, order)))
}

/** Queues the command before it returns: of two calls, the world applies the first one first. */
async function give(needs: Needs, character: Character, { wish, clientSequence }: Order) {
  const { running } = needs.world
  if (running === null) return commandRejected('WORLD_CLOSED')
  const command = commandOf(needs, running, { character, wish })
  if (typeof command === 'string') return commandRejected(command)
  const answer = await running.loop.command(command, { clientSequence })
  // A character that has left, and a pet that was tamed, are read from the database.
  if (command.type === 'leave' || command.type === 'tame') await running.writer.settled()
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
  const pets = await readPets(needs, character.id)
  const { id, appearance, class: characterClass, experience, hp, level, luresUsed, position } = character
  const record = { characterId: id, class: characterClass, level, experience, hp, appearance, luresUsed, pets }
  const { id: mapId } = needs.content.mapOf(character.mapId)
  const at = mapId === character.mapId ? position : null
  const { clientSequence } = request
  const answer = await running.loop.command({ type: 'enter', character: record, at }, { mapId, clientSequence })
  // It may have been marked, or deleted, while it was on its way: then it was told to leave before it came.
  const now = (await findCharacters(needs.pool, [id])).get(id)
  if (answer.rejected === null && (now === undefined || !isLiving(now))) {
    await running.loop.command({ type: 'leave', characterId: id })
    return now === undefined ? characterNotFound() : commandRejected('MARKED_FOR_DELETION')
  }
  return answerOf(answer)
}

/** The pets that come with a character; those of kinds that the content no longer has stay in the database. */
async function readPets({ content, pool }: Needs, characterId: string): Promise<readonly PetRecord[]> {
  const saved = (await findPetsOf(pool, [characterId])).get(characterId) ?? []
  return saved
    .filter(({ kindId }) => content.findKind(kindId) !== null)
    .map(({ id: petId, kindId, summoned, hunger, intimacy }) => ({ petId, kindId, summoned, hunger, intimacy }))
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
    case 'dismissPet':
    case 'feedPet':
      return { characterId, ...wish }
    case 'attack':
    case 'tame':
      return { characterId, type: wish.type, monster: numberOf(wish.monsterId, code, 'm') }
    case 'summonPet':
      return { characterId, type: 'summonPet', petId: wish.petId.toLowerCase() }
    case 'say': {
      const parsed = parseSpokenText(wish.text)
      return 'spoken' in parsed ? { characterId, type: 'say', text: parsed.spoken } : parsed.rejected
    }
    case 'pickUp':
      return { characterId, type: 'pickUp', drop: numberOf(wish.dropId, code, 'd') }
    case 'changeAppearance':
      return findAppearanceProblem(wish.appearance) === null ? { characterId, ...wish } : 'NO_SUCH_APPEARANCE'
  }
}

const answerOf = ({ rejected, tick }: { readonly tick: number; readonly rejected: CommandRejection | null }) =>
  rejected === null ? ({ __typename: 'CommandAccepted', tick } as const) : commandRejected(rejected)
