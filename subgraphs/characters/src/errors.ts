import type { CommandRejection } from './domain/command-rejection.js'
import { refuseInput, type InputProblem } from '@waystone/kit/errors'
import { CHARACTER_SLOTS } from './domain/roster.js'

/** The refusals of this subgraph, as members of its result unions. Values in a message are fields, too. */

export const characterNameTaken = (name: string) =>
  ({ __typename: 'CharacterNameTaken', message: 'A character of this name exists already', name }) as const

export const characterSlotsFull = (slots: number = CHARACTER_SLOTS) =>
  ({
    __typename: 'CharacterSlotsFull',
    message: `All ${slots} character slots are taken; a character marked for deletion keeps its slot until it is purged`,
    slots,
  }) as const

export const characterNotFound = () =>
  ({ __typename: 'CharacterNotFound', message: 'You have no character with this id' }) as const

export const petNotFound = () => ({ __typename: 'PetNotFound', message: 'You have no pet with this id' }) as const

export const invalidInput = (problem: InputProblem) => refuseInput([problem])

const rejections: Readonly<Record<CommandRejection, string>> = {
  WORLD_CLOSED: 'The world is not open here at the moment: try again in a few seconds',
  WORLD_BUSY: 'The world has more commands than it can take: try again soon',
  TOO_MANY_COMMANDS: 'The character gives more commands a second than it may',
  NOT_IN_WORLD: 'The character is not in the world',
  MARKED_FOR_DELETION: 'The character is marked for deletion: restore it first',
  CHARACTER_DOWN: 'The character is down',
  GAINS_HELD: 'The world cannot save what comes of it at the moment: try again soon',
  NO_SUCH_APPEARANCE: 'A part of the appearance is out of its range',
  OUT_OF_MAP: 'That is outside of the map',
  IN_WALL: 'That is in a wall',
  NO_WAY: 'No way leads there',
  TOO_FAR: 'That is too far for one walk',
  WAY_TOO_LONG: 'The way there is too long for one walk',
  NO_SUCH_MONSTER: 'There is no such monster on this map',
  MONSTER_DEAD: 'The monster is dead already',
  MONSTER_OUT_OF_REACH: 'The monster is out of reach',
  NO_SUCH_DROP: 'There is no such drop on this map',
  DROP_OUT_OF_REACH: 'The drop is out of reach',
  DROP_OWNED: 'The drop belongs to whoever earned it for now',
  NOT_TAMEABLE: 'Nobody tames a monster of this kind',
  NO_LURE: 'You have no lure left: each level brings one',
  TOO_MANY_PETS: 'You have as many pets as a character may have',
  NO_SUCH_PET: 'You have no such pet',
  PET_IS_WITH_YOU: 'The pet is with you already',
  NO_PET_WITH_YOU: 'No pet is with you',
  PET_NOT_HUNGRY: 'Your pet is not hungry',
  TEXT_LENGTH: 'What is said is empty or too long',
  TEXT_INVISIBLE: 'What is said holds characters that show nothing, or nothing that shows',
  TOO_MUCH_SAID: 'The character says more in ten seconds than it may',
}

export const commandRejected = (reason: CommandRejection) =>
  ({ __typename: 'CommandRejected', message: rejections[reason], reason }) as const
