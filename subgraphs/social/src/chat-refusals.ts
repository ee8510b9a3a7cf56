import { refuseInput, type InputProblem } from '@waystone/kit/errors'

/** The refusals of chat, as members of its result unions. */

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

/** The same words whatever the reason is: a user must not find out who has blocked whom. */
export const noDirectMessages = () =>
  ({ __typename: 'NotAllowed', message: 'You and this user cannot write to each other' }) as const

export const noDirectMessagesToOneself = () =>
  ({ __typename: 'NotAllowed', message: 'A direct channel has two users, and you are one of them' }) as const

export const invalidMessage = (problem: InputProblem) => refuseInput([problem])

export type SendRefusal = ReturnType<
  typeof channelNotFound | typeof muted | typeof tooManyMessages | typeof noDirectMessages | typeof invalidMessage
>
