import { withTransaction } from '@waystone/kit/postgres'
import { invalidCredentials, lastSignInMethod, notOffered } from '../errors.js'
import { findAccess, type AccountAccess } from '../repositories/account.js'
import { deleteIdentities } from '../repositories/credential.js'
import { endOldestSessions } from '../repositories/session.js'
import { providerNames } from './access-options.js'
import { confirmOwner } from './confirm-owner.js'
import { spreadRevocations } from './end-sessions.js'
import { lockOwnAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { unknownProvider } from './prove-identity.js'
import { mailOfProvider } from './queue-mail.js'
import { tellSecurity } from './tell-security.js'

interface Request {
  readonly userId: string
  readonly sessionId: string
  readonly input: { readonly provider: string; readonly currentPassword?: string | null | undefined }
}

/**
 * Has a provider open the account no more. A session does not tell by what it was begun, so all but the one that
 * asks end: the provider's account may be in other hands. A provider that is not linked is answered alike, for
 * clients that lost the answer.
 */
export async function unlinkProvider(needs: Needs, { userId, sessionId, input }: Request) {
  if (needs.external !== null) return notOffered('ACCOUNTS_ELSEWHERE')
  const access = (await findAccess(needs.pool, [userId])).get(userId)
  if (access === undefined) return invalidCredentials('WRONG_PASSWORD')
  const names = providerNames(needs)
  // As `access.providers` shows it: one that is configured no more goes by its issuer.
  const issuer = [...names].find(([, name]) => name === input.provider)?.[0] ?? input.provider
  if (!names.has(issuer) && !access.issuers.includes(issuer)) return unknownProvider([...names.values()])
  const refusal = await confirmOwner(needs, { userId, sessionId, password: input.currentPassword ?? null })
  if (refusal !== null) return refusal

  const at = needs.clock.now()
  const outcome = await withTransaction(needs.pool, async tx => {
    await lockOwnAccount(needs, tx, userId)
    const now = (await findAccess(tx, [userId])).get(userId)
    if (now?.passwordHash !== access.passwordHash) return invalidCredentials('PROOF_NEEDED')
    if (!now.issuers.includes(issuer)) return { ended: [] }
    if (!hasOtherWayIn(now, { issuer, names })) return lastSignInMethod()
    await deleteIdentities(tx, { userId, issuer })
    const provider = names.get(issuer) ?? issuer
    await mailOfProvider(needs, tx, { kind: 'PROVIDER_UNLINKED', access: now, provider })
    await tellSecurity(tx, { userId, change: 'provider_unlinked', provider, at })
    return { ended: await endOldestSessions(tx, userId, { begun: sessionId, keep: 1, at }) }
  })
  if ('__typename' in outcome) return outcome
  await spreadRevocations(needs, outcome.ended, at)
  await needs.cache.invalidate('user', [userId])
  return { __typename: 'User', id: userId } as const
}

/**
 * A password, or an identity of another provider that signs in today. Mail to a verified address would be a way as
 * well, but only for as long as the server sends mail and the mailbox is the player's.
 */
const hasOtherWayIn = (
  { passwordHash, issuers }: AccountAccess,
  { issuer, names }: { issuer: string; names: ReadonlyMap<string, string> },
): boolean => passwordHash !== null || issuers.some(other => other !== issuer && names.has(other))
