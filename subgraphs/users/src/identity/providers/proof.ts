import type { ProviderTokenFault } from '../../errors.js'

/** The content of an ID token or a ticket that was verified. */
export interface ProvenIdentity {
  readonly issuer: string
  readonly subject: string
  /** Only one that the provider has verified. */
  readonly verifiedEmail: string | null
  readonly name: string | null
  /** Of the part of the proof that cannot be written in another way: each proof counts once. */
  readonly proofHash: Buffer
  /** The proof is refused by itself from then on. */
  readonly expiresAt: Date
}

export interface RefusedProof {
  readonly refused: ProviderTokenFault
}
