import { refuseInput, type InputProblem } from '@waystone/kit/errors'
import type { Bar } from '@waystone/jurisdictions'
import { IDEMPOTENCY_KEY_LENGTH } from './domain/purchase.js'
import type { PurchaseCap } from './domain/purchase-cap.js'
import type { TwoFactorState } from './domain/two-factor.js'

/** The refusals of this subgraph, as members of its result unions. Values in a message are fields, too. */

export const usernameTaken = (username: string) =>
  ({ __typename: 'UsernameTaken', message: 'The username is taken', username }) as const

export const emailTaken = () =>
  ({ __typename: 'EmailTaken', message: 'An account with this e-mail address exists already' }) as const

export const invalidInput = (problem: InputProblem) => refuseInput([problem])

export const badKey: InputProblem = {
  field: 'idempotencyKey',
  message: `A key has ${IDEMPOTENCY_KEY_LENGTH.min} to ${IDEMPOTENCY_KEY_LENGTH.max} letters, digits or any of _ . : -`,
  rule: 'LENGTH',
  ...IDEMPOTENCY_KEY_LENGTH,
}

export const usedKey: InputProblem = {
  field: 'idempotencyKey',
  message: 'This key was used for something else; make a new one for each intent',
  rule: 'USED',
}

export const userNotFound = () => ({ __typename: 'UserNotFound', message: 'No user has this id' }) as const

export const purchaseNotFound = () => ({ __typename: 'PurchaseNotFound', message: 'No purchase has this id' }) as const

/** Where another application owns the accounts (AUTH_MODE=external). */
export const ACCOUNTS_ARE_ELSEWHERE =
  'Accounts are made elsewhere: sign up and sign in there, and send its session token, cookie or JWT here'

const credentialFaults = {
  NO_MATCH: 'No account with this name or address has this password',
  ACCOUNTS_ELSEWHERE: ACCOUNTS_ARE_ELSEWHERE,
  PROOF_NEEDED: 'Give the password or the guest credential, or sign in again first',
  WRONG_PASSWORD: 'This is not the password of the account',
  NO_GUEST: 'No guest has this credential; a guest who has chosen a password signs in by it',
} as const

export const invalidCredentials = (reason: keyof typeof credentialFaults = 'NO_MATCH') =>
  ({ __typename: 'InvalidCredentials', message: credentialFaults[reason], reason }) as const

export const accountBanned = () => ({ __typename: 'AccountBanned', message: 'This account has been banned' }) as const

const attempts: Readonly<Record<LimitedAttempt, string>> = {
  SIGN_IN: 'attempts to sign in',
  SIGN_UP: 'new accounts from this network',
  MAIL: 'requests for mail',
}
type LimitedAttempt = 'SIGN_IN' | 'SIGN_UP' | 'MAIL'
const shown = (attempt: LimitedAttempt): string => attempts[attempt]

export const tooManyAttempts = (retryAfterSeconds: number, attempt: LimitedAttempt = 'SIGN_IN') =>
  ({
    __typename: 'TooManyAttempts',
    message: `Too many ${shown(attempt)}; try again in ${retryAfterSeconds} s`,
    retryAfterSeconds,
    attempt,
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

/** The law of the player's country keeps them from buying currency. */
export function purchaseBarred({ rule, country, minimumAge, isAgeKnown }: Bar) {
  const where = country === null ? 'where no country was declared' : `in ${country}`
  const messages: Readonly<Record<Bar['rule'], string>> = {
    FORBIDDEN: `Currency cannot be bought ${where}`,
    ADULTS_ONLY: `Currency is sold from ${minimumAge} years on ${where}`,
    CONSENT_NEEDED: `A parent has to consent ${where} for players under ${minimumAge}`,
    ODDS_NOT_NAMED: `The odds have to be named ${where}`,
  }
  const message = messages[rule]
  return { __typename: 'JurisdictionRefusal', message, rule, country, minimumAge, ageKnown: isAgeKnown } as const
}

export const purchaseCapReached = (cap: PurchaseCap, resetsAt: Date) => {
  const { country, currency: priceCurrency, per, amount } = cap
  const message = `The rules of the country let no more than ${amount} in the smallest unit of ${priceCurrency} be spent`
  return { __typename: 'PurchaseCapReached', message, country, priceCurrency, per, amount, resetsAt } as const
}

const notOfferedFor = {
  ACCOUNTS_ELSEWHERE: ACCOUNTS_ARE_ELSEWHERE,
  NO_MAIL: 'This server sends no mail, so it cannot be done here',
  NO_GUESTS: 'This server makes no accounts of guests',
  NO_PROVIDERS: 'This server takes no sign-in of other providers',
  ADMINISTRATORS_ONLY: 'Only administrators sign in with two factors',
} as const

/** For features that this installation is not set up for. */
export const notOffered = (cause: keyof typeof notOfferedFor) =>
  ({ __typename: 'NotOffered', message: notOfferedFor[cause], cause }) as const

/** The first factor of a sign-in was right. The challenge, which stands for that, is told to its client alone. */
export const secondFactorRequired = (begun: { challenge: string; expiresAt: Date }) =>
  ({
    __typename: 'SecondFactorRequired',
    message: 'Give the code that the authenticator app shows, or one of the backup codes',
    ...begun,
  }) as const

const secondFactorFaults = {
  WRONG_CODE: 'This code is not right',
  USED_CODE: 'This code has been used before; wait until the app shows another one',
  CHALLENGE_EXPIRED: 'This sign-in is over or took too long; begin it again',
} as const
export type SecondFactorFault = keyof typeof secondFactorFaults

export const secondFactorRefused = (fault: SecondFactorFault) =>
  ({ __typename: 'SecondFactorRefused', message: secondFactorFaults[fault], fault }) as const

const twoFactorStates: Readonly<Record<TwoFactorState, string>> = {
  OFF: 'Signing in with two factors is not set up; begin with that',
  BEGUN: 'Signing in with two factors is not confirmed yet; confirm it by a code',
  ENABLED: 'Signing in with two factors is set up already; turn it off first',
}

export const twoFactorStateRefused = (state: TwoFactorState) =>
  ({ __typename: 'TwoFactorStateRefused', message: twoFactorStates[state], state }) as const

export const tokenRefused = () =>
  ({ __typename: 'TokenRefused', message: 'This token is not valid any more; ask for a new one' }) as const

export const notAGuest = () =>
  ({ __typename: 'NotAGuest', message: 'This account is not a guest’s any more; sign in to it' }) as const

export const noEmailPending = () =>
  ({ __typename: 'NoEmailPending', message: 'No e-mail address of this account waits to be verified' }) as const

const providerTokenFaults = {
  MALFORMED: 'The token or the nonce of the provider is none, or lacks something',
  EXPIRED: 'The sign-in at the provider is too long ago; do it again',
  OTHER_ISSUER: 'The token is not one of the provider',
  OTHER_CLIENT: 'The token of the provider was made for another game',
  OTHER_NONCE: 'The token of the provider was made for another nonce',
  NOT_ACCEPTED: 'The provider does not accept the ticket any more, or never did; ask it for another one',
  BANNED: 'The publisher of the game has banned this player at the provider',
  USED: 'The token of the provider has been used before; sign in there again',
  UNLINKED: 'The account of the provider opens no account here any more',
} as const
export type ProviderTokenFault = keyof typeof providerTokenFaults

export const providerTokenRefused = (fault: ProviderTokenFault) =>
  ({ __typename: 'ProviderTokenRefused', message: providerTokenFaults[fault], fault }) as const

export const lastSignInMethod = () =>
  ({
    __typename: 'LastSignInMethod',
    message: 'This is the only way to sign in to the account; set a password or link another provider first',
  }) as const

export const identityTaken = () =>
  ({ __typename: 'IdentityTaken', message: 'This account of the provider opens another account here' }) as const
