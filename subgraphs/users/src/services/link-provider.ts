import { randomUUID } from 'node:crypto'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { isPlaceholder } from '../domain/account-address.js'
import { emailTaken, identityTaken, invalidCredentials, providerTokenRefused } from '../errors.js'
import type { ProvenIdentity } from '../identity/providers/proof.js'
import { findAccess, takenBy, type AccountAccess } from '../repositories/account.js'
import { deleteGuestCredential, findUserOfIdentity, insertIdentity } from '../repositories/credential.js'
import { deleteClaim, setVerifiedEmail } from '../repositories/email-claim.js'
import { deleteAccountTokens, useProof } from '../repositories/account-token.js'
import { endOldestSessions } from '../repositories/session.js'
import { providerNames } from './access-options.js'
import { confirmGuest, confirmOwner } from './confirm-owner.js'
import { spreadRevocations } from './end-sessions.js'
import { lockOwnAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { proveIdentity, proveSteamTicket, type GivenToken, type Proof } from './prove-identity.js'
import { mailOfProvider } from './queue-mail.js'
import { ownAddress } from './sign-in-with-provider.js'
import { tellSecurity } from './tell-security.js'

interface Request<Given> {
  readonly userId: string
  readonly sessionId: string
  readonly input: Given & {
    readonly currentPassword?: string | null | undefined
    readonly guestCredential?: string | null | undefined
  }
}

export const linkProvider = async (needs: Needs, request: Request<GivenToken>) =>
  linkIdentity(needs, request, await proveIdentity(needs, request.input))

export const linkSteam = async (needs: Needs, request: Request<{ readonly ticket: string }>) =>
  linkIdentity(needs, request, await proveSteamTicket(needs, request.input))

/**
 * Has an identity of a provider open the account from now on. A guest is none any more then: the account
 * keeps its id and all that it has, the guest's credential opens nothing, and only the session that asks
 * goes on.
 */
async function linkIdentity(needs: Needs, request: Request<unknown>, proof: Proof) {
  const { userId, input } = request
  if ('__typename' in proof) return proof
  const owner = await findUserOfIdentity(needs.pool, proof)
  if (owner !== null) return owner === userId ? ({ __typename: 'User', id: userId } as const) : identityTaken()
  const access = (await findAccess(needs.pool, [userId])).get(userId)
  if (access === undefined) return invalidCredentials('WRONG_PASSWORD')
  const { sessionId } = request
  const refusal = access.isGuest
    ? await confirmGuest(needs, { userId, sessionId, credential: input.guestCredential ?? null })
    : await confirmOwner(needs, { userId, sessionId, password: input.currentPassword ?? null })
  if (refusal !== null) return refusal

  const at = needs.clock.now()
  try {
    const outcome = await withTransaction(needs.pool, async tx => {
      await lockOwnAccount(needs, tx, userId)
      const now = (await findAccess(tx, [userId])).get(userId)
      if (now?.passwordHash !== access.passwordHash || now.isGuest !== access.isGuest)
        return invalidCredentials('PROOF_NEEDED')
      if (!(await useProof(tx, proof))) return providerTokenRefused('USED')
      await insertIdentity(tx, { ...proof, id: randomUUID(), userId, at })
      const provider = nameOf(needs, proof)
      await mailOfProvider(needs, tx, { kind: 'PROVIDER_LINKED', access: now, provider })
      await tellSecurity(tx, { userId, change: 'provider_linked', provider, at })
      await takeAddress(tx, { access: now, proof, at })
      if (!(await deleteGuestCredential(tx, userId))) return { ended: [] }
      return { ended: await endOldestSessions(tx, userId, { begun: sessionId, keep: 1, at }) }
    })
    if ('__typename' in outcome) return outcome
    await spreadRevocations(needs, outcome.ended, at)
  } catch (error) {
    const what = takenBy(error)
    if (what === 'EMAIL') return emailTaken()
    if (what === 'IDENTITY') return identityTaken()
    throw error
  }
  await needs.cache.invalidate('user', [userId])
  return { __typename: 'User', id: userId } as const
}

const nameOf = (needs: Needs, { issuer }: ProvenIdentity): string => providerNames(needs).get(issuer) ?? issuer

/** An account without an address gets the one that the provider has verified. */
async function takeAddress(
  tx: Queryable,
  { access, proof, at }: { access: AccountAccess; proof: ProvenIdentity; at: Date },
): Promise<void> {
  const address = ownAddress(proof)
  if (address === null || !isPlaceholder(access.email)) return
  await setVerifiedEmail(tx, access.userId, { address, at })
  await deleteClaim(tx, access.userId)
  await deleteAccountTokens(tx, access.userId, null)
}
