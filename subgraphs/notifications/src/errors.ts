import { refuseInput, type InputProblem } from '@waystone/kit/errors'

/** The refusals of this subgraph, as members of its result unions. */

export const invalidInput = (problem: InputProblem) => refuseInput([problem])

export const usedKey: InputProblem = {
  field: 'idempotencyKey',
  message: 'This key was used for something else; make a new one for each intent',
  rule: 'USED',
}

export const tooManyPushTokens = (limit: number) =>
  ({ __typename: 'TooManyPushTokens', message: `You have ${limit} devices, which is the most`, limit }) as const

export const mailNotFound = () => ({ __typename: 'MailNotFound', message: 'You have no mail with this id' }) as const

export const mailExpired = (expiresAt: Date) =>
  ({
    __typename: 'MailExpired',
    message: `This mail could be claimed until ${expiresAt.toISOString()}`,
    expiresAt,
  }) as const
