import { refuseInput, type InputProblem } from '@waystone/kit/errors'

/** The refusals of this subgraph, as members of its result unions. Whatever a message says is a field, too. */

export const usernameTaken = (username: string) =>
  ({ __typename: 'UsernameTaken', message: 'The username is taken', username }) as const

export const emailTaken = () =>
  ({ __typename: 'EmailTaken', message: 'An account with this e-mail address exists already' }) as const

export const invalidInput = (problem: InputProblem) => refuseInput([problem])

/** Where another application owns the accounts (AUTH_MODE=external). */
export const ACCOUNTS_ARE_ELSEWHERE =
  'Accounts are made elsewhere: sign up and sign in there, and send its session token, cookie or JWT here'

const credentialFaults = {
  NO_MATCH: 'No account with this name or address has this password',
  ACCOUNTS_ELSEWHERE: ACCOUNTS_ARE_ELSEWHERE,
  PROOF_NEEDED: 'Give the password, or sign in again first',
  WRONG_PASSWORD: 'This is not the password of the account',
} as const

export const invalidCredentials = (reason: keyof typeof credentialFaults = 'NO_MATCH') =>
  ({ __typename: 'InvalidCredentials', message: credentialFaults[reason], reason }) as const

export const accountBanned = () => ({ __typename: 'AccountBanned', message: 'This account has been banned' }) as const

export const tooManyAttempts = (retryAfterSeconds: number) =>
  ({
    __typename: 'TooManyAttempts',
    message: `Too many attempts to sign in; try again in ${retryAfterSeconds} s`,
    retryAfterSeconds,
    attempt: 'SIGN_IN',
    limit: null,
    windowSeconds: null,
  }) as const

const SECONDS_PER_HOUR = 3_600

export const tooManyDeclined = (of: { limit: number; windowSeconds: number; retryAfterSeconds: number }) =>
  ({
    __typename: 'TooManyAttempts',
    message: `No more than ${of.limit} payments may fail within ${of.windowSeconds / SECONDS_PER_HOUR} hours; try again in ${of.retryAfterSeconds} s`,
    attempt: 'PAYMENT',
    ...of,
  }) as const

export const sessionExpired = () =>
  ({ __typename: 'SessionExpired', message: 'The refresh token is not valid any more; sign in again' }) as const

export const paymentDeclined = (purchaseId: string) =>
  ({ __typename: 'PaymentDeclined', message: 'The payment was not accepted', purchaseId }) as const

export const spendLimitReached = (limit: { limitCents: number; resetsAt: Date }) =>
  ({
    __typename: 'SpendLimitReached',
    message: `No more than ${(limit.limitCents / 100).toFixed(2)} may be spent in a calendar month`,
    ...limit,
  }) as const
