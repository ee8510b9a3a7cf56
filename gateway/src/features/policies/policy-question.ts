import type { Viewer } from '@waystone/kit/auth'

/** The policies of one operation, all together, and the viewer that they are decided for. */
export interface PolicyQuestion {
  /** In alphabetical order, without repetitions. */
  readonly policies: readonly string[]
  /** The verified claims of the access token; null for an anonymous request. */
  readonly viewer: Viewer | null
  readonly requestId: string
}

/**
 * Decisions by policy. One that is false, null or missing is not fulfilled; names that were not asked for do not
 * count.
 */
export type PolicyAnswer = Readonly<Record<string, boolean | null | undefined>>

/**
 * Decides the policies of an operation. Called at most once for an operation, before it is planned. A decision may
 * depend on nothing but the policy and the viewer. Where it rejects or takes too long, no policy is fulfilled.
 * @param signal is aborted when the answer is no longer waited for.
 */
export type DecidePolicies = (question: PolicyQuestion, signal: AbortSignal) => PolicyAnswer | Promise<PolicyAnswer>

export type PolicyFailureReason = 'unreachable' | 'timeout' | 'too large' | 'invalid answer' | 'failed' | 'paused'

/** The reason why policies were not decided. */
export class PolicyFailure extends Error {
  override readonly name = 'PolicyFailure'
  readonly reason: PolicyFailureReason
  constructor(reason: PolicyFailureReason, message: string) {
    super(message)
    this.reason = reason
  }
}
