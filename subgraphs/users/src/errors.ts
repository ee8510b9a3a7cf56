/** The refusals of this subgraph, as members of its result unions. */

export const usernameTaken = (username: string) =>
  ({ __typename: 'UsernameTaken', message: 'The username is taken', username }) as const

export const emailTaken = () =>
  ({ __typename: 'EmailTaken', message: 'An account with this e-mail address exists already' }) as const

export const invalidInput = (problem: { field: string; message: string }) =>
  ({ __typename: 'InvalidInput', ...problem }) as const

export const invalidCredentials = (message = 'No account with this name or address has this password') =>
  ({ __typename: 'InvalidCredentials', message }) as const

/** Where another application owns the accounts (AUTH_MODE=external). */
export const ACCOUNTS_ARE_ELSEWHERE =
  'Accounts are made elsewhere: sign up and sign in there, and send its session token, cookie or JWT here'

export const accountBanned = () => ({ __typename: 'AccountBanned', message: 'This account has been banned' }) as const

export const tooManyAttempts = (retryAfterSeconds: number) =>
  ({
    __typename: 'TooManyAttempts',
    message: `Too many attempts to sign in; try again in ${retryAfterSeconds} s`,
    retryAfterSeconds,
  }) as const

export const tooManyDeclined = (limit: { max: number; retryAfterSeconds: number }) =>
  ({
    __typename: 'TooManyAttempts',
    message: `No more than ${limit.max} payments may fail within 24 hours; try again in ${limit.retryAfterSeconds} s`,
    retryAfterSeconds: limit.retryAfterSeconds,
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
