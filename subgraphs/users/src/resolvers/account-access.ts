import { addressOf } from '../domain/account-address.js'
import type { Context } from '../context.js'

/** How the user signs in, for the user and administrators. */
export async function accessOf({ loaders, services }: Context, userId: string) {
  const access = await loaders.access(userId)
  if (access === null) return null
  const { isGuest, emailVerified, pendingEmail, passwordHash, issuers } = access
  const names = services.providerNames()
  return {
    isGuest,
    emailVerified: emailVerified && addressOf(access.email) !== null,
    pendingEmail,
    hasPassword: passwordHash !== null,
    providers: issuers.map(issuer => names.get(issuer) ?? issuer),
  }
}
