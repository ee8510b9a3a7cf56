import { RequestFault } from '@waystone/kit/errors'
import { signedIn } from '@waystone/kit/graphql'
import type { Context } from '../context.js'
import type { MutationResolvers, WorldCommandInput } from '../generated/graphql.js'
import type { Wish } from '../world/wish.js'

export const Mutation: MutationResolvers = {
  createCharacter: async (_, { input }, context) => {
    const { userId } = signedIn(context)
    const result = await context.services.createCharacter({ userId, input })
    context.loaders.clear()
    return result
  },
  deleteCharacter: async (_, { id }, context) => {
    const result = await context.services.deleteCharacter(own(context, id))
    context.loaders.clear()
    return result
  },
  restoreCharacter: async (_, { id }, context) => {
    const result = await context.services.restoreCharacter(own(context, id))
    context.loaders.clear()
    return result
  },
  enterWorld: async (_, { characterId, clientSequence }, context) => {
    const request = { ...own(context, characterId), clientSequence: clientSequence ?? null }
    return noted(context, characterId, await context.services.enterWorld(request))
  },
  leaveWorld: (_, { characterId, clientSequence }, context) =>
    command(context, characterId, { wish: { type: 'leave' }, clientSequence }),
  moveCharacter: (_, { characterId, clientSequence, to }, context) =>
    command(context, characterId, { wish: { type: 'move', to }, clientSequence }),
  changeAppearance: (_, { appearance, characterId, clientSequence }, context) =>
    command(context, characterId, { wish: { type: 'changeAppearance', appearance }, clientSequence }),
  attackMonster: (_, { characterId, clientSequence, monsterId }, context) =>
    command(context, characterId, { wish: { type: 'attack', monsterId }, clientSequence }),
  pickUpDrop: (_, { characterId, clientSequence, dropId }, context) =>
    command(context, characterId, { wish: { type: 'pickUp', dropId }, clientSequence }),
  worldCommands: async (_, { characterId, commands }, context) => {
    if (commands.length > COMMANDS_MAX)
      throw new RequestFault(
        'BAD_USER_INPUT',
        `A list has at most ${COMMANDS_MAX} commands, this one ${commands.length}`,
      )
    const orders = commands.map(given => ({ wish: wishOf(given), clientSequence: given.clientSequence ?? null }))
    const results = await context.services.commandInOrder({ ...own(context, characterId), orders })
    return results.map(result => noted(context, characterId, result))
  },
  say: (_, { characterId, clientSequence, text }, context) =>
    command(context, characterId, { wish: { type: 'say', text }, clientSequence }),
  tameMonster: async (_, { characterId, clientSequence, monsterId }, context) => {
    const result = await command(context, characterId, { wish: { type: 'tame', monsterId }, clientSequence })
    context.loaders.clear()
    return result
  },
  summonPet: (_, { characterId, clientSequence, petId }, context) =>
    command(context, characterId, { wish: { type: 'summonPet', petId }, clientSequence }),
  dismissPet: (_, { characterId, clientSequence }, context) =>
    command(context, characterId, { wish: { type: 'dismissPet' }, clientSequence }),
  feedPet: (_, { characterId, clientSequence }, context) =>
    command(context, characterId, { wish: { type: 'feedPet' }, clientSequence }),
  renamePet: async (_, { petId, name }, context) => {
    const { userId } = signedIn(context)
    const result = await context.services.renamePet({ userId, petId, name })
    context.loaders.clear()
    return result
  },
}

/** Commands of one list: as many as a character may give in a second. */
const COMMANDS_MAX = 20

async function command(
  context: Context,
  characterId: string,
  { wish, clientSequence }: { wish: Wish; clientSequence: number | null | undefined },
) {
  const request = { ...own(context, characterId), wish, clientSequence: clientSequence ?? null }
  return noted(context, characterId, await context.services.commandCharacter(request))
}

/** A command that was applied shows that the viewer's session plays the character. */
function noted<Answer extends { readonly __typename: string }>(
  context: Context,
  characterId: string,
  answer: Answer,
): Answer {
  if (answer.__typename === 'CommandAccepted') context.presence.played(characterId, signedIn(context))
  return answer
}

function wishOf({ move, attack, pickUp, appearance, say }: WorldCommandInput): Wish {
  const wishes: Wish[] = []
  if (move) wishes.push({ type: 'move', to: move })
  if (typeof attack === 'string') wishes.push({ type: 'attack', monsterId: attack })
  if (typeof pickUp === 'string') wishes.push({ type: 'pickUp', dropId: pickUp })
  if (appearance) wishes.push({ type: 'changeAppearance', appearance })
  if (typeof say === 'string') wishes.push({ type: 'say', text: say })
  const [wish] = wishes
  if (wish === undefined || wishes.length > 1)
    throw new RequestFault('BAD_USER_INPUT', `Each command is exactly one of them, this one is ${wishes.length}`)
  return wish
}

const own = (context: Context, characterId: string) => ({ userId: signedIn(context).userId, characterId })
