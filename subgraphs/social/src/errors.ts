import { refuseInput, type InputProblem } from '@waystone/kit/errors'
import type { Counts } from './domain/relationship.js'

/** The refusals of this subgraph, as members of its result unions. */

export const userNotFound = () =>
  ({ __typename: 'UserNotFound', message: 'No user has this id, or the account is deleted' }) as const

export const requestNotFound = () =>
  ({ __typename: 'RequestNotFound', message: 'No request with this id waits for your answer' }) as const

export const notAllowed = (message: string) => ({ __typename: 'NotAllowed', message }) as const

/** A relationship would exceed a limit of the viewer, or of the other user. */
export const tooMany = ({ limit, userId }: { limit: keyof Counts; userId: string }, viewerId: string) =>
  notAllowed(userId === viewerId ? ownLimits[limit] : 'The other user has as many friends as a user may have')

const ownLimits: Readonly<Record<keyof Counts, string>> = {
  friends: 'You have as many friends as a user may have',
  requestsSent: 'As many of your requests wait for an answer as may wait: take one back first',
  blocks: 'You have blocked as many users as a user may block',
}

/** Not a refusal: what makes both friends answers. */
export const friendsWith = (userId: string, since: Date) => ({ __typename: 'Friendship', userId, since }) as const

export const partyFull = (limit: number) =>
  ({ __typename: 'PartyFull', message: `The party has ${limit} members, which is all it can have`, limit }) as const

export const alreadyInParty = (message: string) => ({ __typename: 'AlreadyInParty', message }) as const

export const invitationNotFound = () =>
  ({ __typename: 'InvitationNotFound', message: 'No invitation with this id waits for your answer' }) as const

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

export const channelNotFound = () =>
  ({ __typename: 'ChannelNotFound', message: 'You can read no channel with this id' }) as const

export const muted = (until: Date) =>
  ({
    __typename: 'Muted',
    message: `A moderator lets you write again at ${until.toISOString()}`,
    until,
  }) as const

const SECOND_MS = 1_000

export const tooManyMessages = (retryAfterMs: number) => {
  const retryAfterSeconds = Math.ceil(retryAfterMs / SECOND_MS)
  return {
    __typename: 'TooManyMessages',
    message: `You have sent many messages; the next one is taken in ${retryAfterSeconds} s`,
    retryAfterSeconds,
  } as const
}

/** Of a block of the viewer's own. One of the other user is never a reason: the viewer must not find it out. */
export const blockedByViewer = () => notAllowed('You have blocked this user: end the block first')

export const noDirectMessagesToOneself = () =>
  ({ __typename: 'NotAllowed', message: 'A direct channel has two users, and you are one of them' }) as const

export const invalidMessage = (problem: InputProblem) => refuseInput([problem])

export type SendRefusal = ReturnType<
  typeof channelNotFound | typeof muted | typeof tooManyMessages | typeof blockedByViewer | typeof invalidMessage
>
