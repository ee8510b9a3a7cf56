const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

export type MailKind =
  | 'VERIFY_EMAIL'
  | 'RESET_PASSWORD'
  | 'PASSWORD_CHANGED'
  | 'EMAIL_CHANGED'
  | 'PROVIDER_LINKED'
  | 'PROVIDER_UNLINKED'

/** A mail to be sent. Its text and token are made when it is sent, so that neither is kept. */
export interface QueuedMail {
  readonly id: string
  readonly kind: MailKind
  readonly address: string
  /** Null where only the address was asked for. */
  readonly userId: string | null
  /** The name of the provider that was linked or unlinked; null for other mails. */
  readonly provider: string | null
  /** Times that it was taken up to be sent, the current one included. */
  readonly attempts: number
}

export type TokenPurpose = 'VERIFY_EMAIL' | 'RESET_PASSWORD'

export const TOKEN_LIFETIME_MS: Readonly<Record<TokenPurpose, number>> = {
  VERIFY_EMAIL: 24 * HOUR_MS,
  RESET_PASSWORD: HOUR_MS,
}

/** Mails to one address that one network, or one account, asks for: neither can be chosen as freely as the address. */
export const mailsOfParty = { max: 5, windowMs: HOUR_MS } as const
const mailsToAddress = { max: 5, windowMs: HOUR_MS } as const
/** Wider: several accounts may wait for one address, and strangers on several networks shall not use it up. */
const verificationsToAddress = { max: 20, windowMs: HOUR_MS } as const

/**
 * Mails of one kind to one address, whoever asks for them. The window is not longer than the lifetime of the kind's
 * tokens, so an address that gets no more mail has one whose token still counts.
 */
export const limitToAddress = (kind: MailKind) => (kind === 'VERIFY_EMAIL' ? verificationsToAddress : mailsToAddress)

/** Requests for mail from one network. */
export const mailsFromNetwork = { max: 30, windowMs: HOUR_MS } as const

/** Another process takes a mail up after this long: longer than one attempt to send can take. */
export const MAIL_LEASE_MS = 3 * MINUTE_MS
/** With the pauses below, a mail is given up after about four hours. */
export const MAIL_ATTEMPTS_MAX = 12
const PAUSE_MIN_MS = 15 * SECOND_MS
const PAUSE_MAX_MS = HOUR_MS

/** How long to wait after an attempt that failed. */
export const pauseAfter = (attempts: number): number => Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS * 2 ** (attempts - 1))
