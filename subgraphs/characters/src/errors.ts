import { CHARACTER_SLOTS } from './domain/roster.js'

/** The refusals of this subgraph, as members of its result unions. */

export const characterNameTaken = (name: string) =>
  ({ __typename: 'CharacterNameTaken', message: 'A character of this name exists already', name }) as const

export const characterSlotsFull = () =>
  ({
    __typename: 'CharacterSlotsFull',
    message: `All ${CHARACTER_SLOTS} character slots are taken; a character marked for deletion keeps its slot until it is purged`,
    slots: CHARACTER_SLOTS,
  }) as const

export const characterNotFound = () =>
  ({ __typename: 'CharacterNotFound', message: 'You have no character with this id' }) as const

export const invalidInput = (problem: { field: string; message: string }) =>
  ({ __typename: 'InvalidInput', ...problem }) as const

export const commandRejected = (message: string) => ({ __typename: 'CommandRejected', message }) as const
