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

export const invalidInput = (problem: InputProblem) => refuseInput([problem])

const rejections = { WORLD_CLOSED: 'The world is not open yet' } as const

export const commandRejected = (reason: keyof typeof rejections) =>
  ({ __typename: 'CommandRejected', message: rejections[reason], reason }) as const
