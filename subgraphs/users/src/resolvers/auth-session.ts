import type { Context } from '../context.js'
import type { IssuedTokens } from '../services/begin-session.js'

/** Told where they are made, and never again. */
interface Once {
  readonly deviceToken?: string
  readonly guestCredential?: string
}

/** The answer to a sign-in. */
export async function authSession({ reads }: Context, issued: IssuedTokens & Once) {
  const { session, accessToken, accessTokenExpiresAt, refreshToken, canceledDeletion } = issued
  // The request itself came from no one, or for another session: the user's next requests must see what it
  // has begun.
  await reads.wrote(session.userId)
  return {
    user: { id: session.userId, justProven: true },
    session: { ...session, begunHere: true },
    accessToken,
    accessTokenExpiresAt,
    refreshToken,
    deviceToken: issued.deviceToken ?? null,
    guestCredential: issued.guestCredential ?? null,
    canceledDeletion,
  }
}
