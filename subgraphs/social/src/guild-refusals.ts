import { refuseInput, type InputProblem } from '@waystone/kit/errors'
import { notAllowed } from './errors.js'

/** The refusals of guilds, as members of their result unions. */

export const invalidInput = (problem: InputProblem) => refuseInput([problem])

export const guildNotFound = () =>
  ({ __typename: 'GuildNotFound', message: 'No guild has this id, or it was dissolved' }) as const

export const guildNameTaken = (name: string) =>
  ({ __typename: 'GuildNameTaken', message: `Another guild has "${name}" already`, name }) as const

export const guildFull = (limit: number) =>
  ({ __typename: 'GuildFull', message: `The guild has ${limit} members, which is all it can have`, limit }) as const

export const alreadyInGuild = () =>
  ({ __typename: 'AlreadyInGuild', message: 'You belong to a guild already: leave it first' }) as const

export const insufficientGold = ({ required, available }: { required: number; available: number }) =>
  ({
    __typename: 'InsufficientGold',
    message: `It takes ${required} gold, and there are ${available}`,
    required,
    available,
  }) as const

export const notMember = () => notAllowed('Only members of the guild may do this')
export const noRight = () => notAllowed('Your role in the guild does not permit this')
export const noSuchMember = () => notAllowed('This user is no member of the guild')
export const noSuchApplication = () => notAllowed('No application with this id waits for an answer')
