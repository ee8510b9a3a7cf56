import { parseUuid } from '@waystone/kit/graphql'
import type { CommandRejection } from '../domain/command-rejection.js'
import { isGone, type Character } from '../domain/character.js'
import { characterNotFound, commandRejected } from '../errors.js'
import { findCharacters } from '../repositories/character.js'
import type { Wish } from '../world/wish.js'
import type { OwnCharacter } from './change-own-character.js'
import type { Needs } from './needs.js'

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

/** Of two calls in one turn, the world applies the first one first. */
async function give(needs: Needs, { id }: Character, { wish, clientSequence }: Order) {
  return answerOf(await needs.world.command(id, wish, { clientSequence }))
}

/** Brings a character into the world, where it was last saved. */
export async function enterWorld(needs: Needs, request: OwnCharacter & { readonly clientSequence: number | null }) {
  const found = await findOwnCharacter(needs, request)
  return found === null ? characterNotFound() : answerOf(await needs.world.enter(found.id, request.clientSequence))
}

/** The user's own character; null for any other, so that nobody learns whose it is. */
export async function findOwnCharacter(needs: Needs, own: OwnCharacter): Promise<Character | null> {
  const { cache, clock, pool } = needs
  const id = parseUuid(own.characterId)
  if (id === null) return null
  const [character] = await cache.getMany('character', [id], ids => findCharacters(pool, ids))
  return !character || character.userId !== own.userId || isGone(character, clock.now()) ? null : character
}

const answerOf = ({ rejected, tick }: { readonly tick: number; readonly rejected: CommandRejection | null }) =>
  rejected === null ? ({ __typename: 'CommandAccepted', tick } as const) : commandRejected(rejected)
