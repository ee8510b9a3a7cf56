import { parseUuid } from '@waystone/kit/graphql'
import type { CommandRejection } from '../domain/command-rejection.js'
import { isGone, type Character } from '../domain/character.js'
import { characterNotFound, commandRejected } from '../errors.js'
import type { Wish } from '../world/wish.js'
import type { OwnCharacter } from './change-own-character.js'
import type { Needs } from './needs.js'

/** Answers when the world has applied the command, or refused it. */
export async function commandCharacter(
  needs: Needs,
  request: OwnCharacter & { readonly wish: Wish; readonly clientSequence: number | null },
) {
  const character = await findOwnCharacter(needs, request)
  if (character === null) return characterNotFound()
  const { clientSequence, wish } = request
  return answerOf(await needs.world.command(character.id, wish, { clientSequence }))
}

/** Brings a character into the world, where it was last saved. */
export async function enterWorld(needs: Needs, request: OwnCharacter & { readonly clientSequence: number | null }) {
  const found = await findOwnCharacter(needs, request)
  return found === null ? characterNotFound() : answerOf(await needs.world.enter(found.id, request.clientSequence))
}

/** The user's own character; null for any other, so that nobody learns whose it is. */
export async function findOwnCharacter(needs: Needs, own: OwnCharacter): Promise<Character | null> {
  const { cache, characters, clock } = needs
  const id = parseUuid(own.characterId)
  if (id === null) return null
  const [character] = await cache.getMany('character', [id], ids => characters.findByIds(ids))
  return !character || character.userId !== own.userId || isGone(character, clock.now()) ? null : character
}

const answerOf = ({ rejected, tick }: { readonly tick: number; readonly rejected: CommandRejection | null }) =>
  rejected === null ? ({ __typename: 'CommandAccepted', tick } as const) : commandRejected(rejected)
