import { invalidInput, notOffered, providerTokenRefused } from '../errors.js'
import type { ProvenIdentity, RefusedProof } from '../identity/providers/proof.js'
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
  if (idTokens === undefined) return unknownProvider([...providers.keys()])
  return provenOr(await idTokens.read({ idToken, nonce }))
}

/** The same of a session ticket of Steam. */
export async function proveSteamTicket({ external, steam }: Needs, { ticket }: { ticket: string }) {
  if (external !== null) return notOffered('ACCOUNTS_ELSEWHERE')
  if (steam === null) return notOffered('NO_PROVIDERS')
  return provenOr(await steam.read(ticket))
}

export type Proof = Awaited<ReturnType<typeof proveIdentity>>

const provenOr = (proof: ProvenIdentity | RefusedProof) =>
  'refused' in proof ? providerTokenRefused(proof.refused) : proof

export const unknownProvider = (allowed: string[]) =>
  invalidInput({
    field: 'provider',
    message: `A provider is one of ${allowed.join(', ')}; this one is not known.`,
    rule: 'ONE_OF',
    allowed,
  })
