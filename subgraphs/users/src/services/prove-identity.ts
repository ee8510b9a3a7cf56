import type { Queryable } from '@waystone/kit/postgres'
import { invalidInput, notOffered, providerTokenRefused } from '../errors.js'
import type { ProvenIdentity } from '../identity/providers/id-tokens.js'
import { hashSecret } from '../identity/secrets.js'
import { useIdToken } from '../repositories/account-token.js'
import type { Needs } from './needs.js'

export interface GivenToken {
  readonly provider: string
  readonly idToken: string
  readonly nonce: string
}

/**
 * Verifies an ID token. @returns its identity, or the refusal. @throws RequestFault SERVICE_UNAVAILABLE while the
 * provider cannot be asked.
 */
export async function proveIdentity({ external, providers }: Needs, { provider, idToken, nonce }: GivenToken) {
  if (external !== null) return notOffered('ACCOUNTS_ELSEWHERE')
  if (providers.size === 0) return notOffered('NO_PROVIDERS')
  const idTokens = providers.get(provider)
  if (idTokens === undefined)
    return invalidInput({
      field: 'provider',
      message: `A provider is one of ${[...providers.keys()].join(', ')}; this one is not known.`,
      rule: 'ONE_OF',
      allowed: [...providers.keys()],
    })
  const proof = await idTokens.read({ idToken, nonce })
  return 'refused' in proof ? providerTokenRefused(proof.refused) : proof
}

/** Uses an ID token up, in the transaction of what it does. @returns whether it had not been used before. */
export const useProof = (tx: Queryable, { expiresAt }: ProvenIdentity, idToken: string): Promise<boolean> =>
  useIdToken(tx, { tokenHash: hashSecret(signedPart(idToken)), expiresAt })

/**
 * Header and claims, which the signature fixes to the letter. The signature itself can be written in many ways: by
 * unused bits of its last letter, by padding, and with ECDSA by another number.
 */
const signedPart = (idToken: string): string => idToken.slice(0, idToken.lastIndexOf('.'))
