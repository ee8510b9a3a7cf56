import type { JSONWebKeySet } from 'jose'
import type { NewSigningKey } from '../repositories/signing-key.js'

/** The tasks of better-auth: it makes accounts, keeps the signing keys, and signs. */
export interface Identity {
  /**
   * Makes the account, and a session that has only better-auth's own secret.
   * Null when the name or the address has been taken meanwhile.
   */
  createAccount(account: {
    username: string
    displayName: string
    email: string
    password: string
  }): Promise<{ userId: string; sessionToken: string } | null>
  signAccessToken(claims: AccessClaims): Promise<string>
  /** A key pair that better-auth can sign with, the private half encrypted; it is not saved. */
  createKey(): Promise<Omit<NewSigningKey, 'id'>>
  /** Makes the first key where there is none. */
  publishedKeys(): Promise<JSONWebKeySet>
}

export interface AccessClaims {
  readonly userId: string
  readonly sessionId: string
  readonly scopes: readonly string[]
  readonly issuedAt: Date
  readonly expiresAt: Date
}
