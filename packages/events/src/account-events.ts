import * as z from 'zod'

/** Changes of an account that its owner must hear of, since somebody else may have made them. */
export const securityChanges = [
  /** A sign-in from a network that the user has never signed in from. */
  'signed_in',
  'password_changed',
  'email_changed',
  'provider_linked',
  'provider_unlinked',
  'two_factor_enabled',
  'two_factor_disabled',
  /** A session was ended from another one, or by an administrator. */
  'session_ended',
  /** A session was ended since its refresh token came a second time: somebody may have copied it. */
  'session_copied',
] as const

/** The data of the events of accounts. Neither addresses of networks nor of mail are in it. */
export const accountEvents = {
  securityChanged: z.object({
    userId: z.uuid(),
    change: z.enum(securityChanges),
    /** The session that was begun or ended; null for other changes. */
    sessionId: z.uuid().nullable(),
    /** The name of the provider that was linked or unlinked; null for other changes. */
    provider: z.string().nullable(),
  }),
}
