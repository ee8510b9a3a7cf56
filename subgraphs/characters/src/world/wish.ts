import * as z from 'zod'
import { findAppearanceProblem } from '../domain/appearance.js'
import type { CommandRejection } from '../domain/command-rejection.js'
import { parseSpokenText } from '../domain/spoken-text.js'
import { numberOf } from './ids.js'
import type { Command } from './simulation/commands.js'

const position = z.object({ x: z.int(), y: z.int() })
const appearance = z.object({ hairStyle: z.int(), hairColor: z.int(), clothColor: z.int() })

/** A command of a player to a character in the world; ids are those that clients have. */
const playerWishes = [
  z.object({ type: z.enum(['leave', 'dismissPet', 'feedPet']) }),
  z.object({ type: z.literal('move'), to: position }),
  z.object({ type: z.enum(['attack', 'tame']), monsterId: z.string() }),
  z.object({ type: z.literal('pickUp'), dropId: z.string() }),
  z.object({ type: z.literal('changeAppearance'), appearance }),
  z.object({ type: z.literal('say'), text: z.string() }),
  z.object({ type: z.literal('summonPet'), petId: z.string() }),
] as const
const playerWish = z.discriminatedUnion('type', playerWishes)
export type Wish = z.infer<typeof playerWish>

/** The same, and what the game itself has happen to a character. */
export const characterWish = z.discriminatedUnion('type', [
  ...playerWishes,
  z.object({ type: z.literal('gainExperience'), amount: z.int() }),
  z.object({ type: z.literal('joinParty'), party: z.int().min(0) }),
  /** The user has blocked others than before: the process that runs the character's map reads whom. */
  z.object({ type: z.literal('reviewBlocks') }),
])
export type CharacterWish = z.infer<typeof characterWish>
/** Those that the simulation applies. */
type SimulatedWish = Exclude<CharacterWish, { readonly type: 'reviewBlocks' }>

/**
 * The command of a wish, or why there is none.
 * @param mapCode of the map that the character is on
 */
export function commandOf(
  characterId: string,
  wish: SimulatedWish,
  mapCode: string,
): Exclude<Command, { type: 'enter' | 'holdGains' }> | CommandRejection {
  switch (wish.type) {
    case 'leave':
    case 'move':
    case 'dismissPet':
    case 'feedPet':
    case 'gainExperience':
    case 'joinParty':
      return { characterId, ...wish }
    case 'attack':
    case 'tame':
      return { characterId, type: wish.type, monster: numberOf(wish.monsterId, mapCode, 'm') }
    case 'summonPet':
      return { characterId, type: 'summonPet', petId: wish.petId.toLowerCase() }
    case 'say': {
      const parsed = parseSpokenText(wish.text)
      return 'spoken' in parsed ? { characterId, type: 'say', text: parsed.spoken } : parsed.rejected
    }
    case 'pickUp':
      return { characterId, type: 'pickUp', drop: numberOf(wish.dropId, mapCode, 'd') }
    case 'changeAppearance':
      return findAppearanceProblem(wish.appearance) === null ? { characterId, ...wish } : 'NO_SUCH_APPEARANCE'
  }
}
