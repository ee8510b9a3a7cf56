import {
  Environment,
  SignedDataVerifier,
  VerificationException,
  VerificationStatus,
} from '@apple/app-store-server-library'
import type { Clock } from '@waystone/kit/clock'

export interface AppleTrust {
  readonly bundleId: string
  readonly appId: number | undefined
  readonly environment: 'Production' | 'Sandbox'
  readonly rootCertificates: readonly Buffer[]
  readonly onlineChecks: boolean
}

/** The library's cache of certificate chains never drops one, and fails once it holds 33 (findings/). */
const RENEWED_AFTER_MS = 3_600_000

/** Verifies what Apple signs. @returns the verifier of this hour. */
export function createAppleVerifier(trust: AppleTrust, clock: Clock): () => SignedDataVerifier {
  const { bundleId, appId, rootCertificates, onlineChecks } = trust
  const environment = trust.environment === 'Production' ? Environment.PRODUCTION : Environment.SANDBOX
  const make = () => new SignedDataVerifier([...rootCertificates], onlineChecks, environment, bundleId, appId)
  let [current, madeMs] = [make(), clock.now().getTime()]
  return () => {
    const nowMs = clock.now().getTime()
    if (nowMs - madeMs > RENEWED_AFTER_MS) [current, madeMs] = [make(), nowMs]
    return current
  }
}

/**
 * Why Apple has not signed it for this app, as a text for the log.
 * @throws what says nothing of that: it may verify later.
 */
export function forgeryOf(error: unknown): string {
  if (!(error instanceof VerificationException)) throw error
  if (error.status === VerificationStatus.RETRYABLE_VERIFICATION_FAILURE) throw error
  return `it does not verify: ${VerificationStatus[error.status]}`
}
