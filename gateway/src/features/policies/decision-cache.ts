import type { PolicyDecisions } from '@waystone/federation/contract'
import type { Viewer } from '@waystone/kit/auth'
import type { Clock } from '@waystone/kit/clock'
import { LRUCache } from 'lru-cache'
import type { PolicyQuestion } from './policy-question.js'

/** Of decisions, each of which is for one viewer and policy. */
const DECISIONS_MAX = 50_000

/** Decisions of the last moments; failures are not kept. */
export interface DecisionCache {
  find(question: Pick<PolicyQuestion, 'policies' | 'viewer'>): PolicyDecisions
  keep(viewer: Viewer | null, decisions: PolicyDecisions): void
}

/** @param options.keptMs how long a decision counts. */
export function createDecisionCache({ keptMs, clock }: { keptMs: number; clock: Clock }): DecisionCache {
  const kept = new LRUCache<string, { readonly granted: boolean; readonly untilMs: number }>({ max: DECISIONS_MAX })
  const nowMs = () => clock.now().getTime()
  return {
    find: ({ policies, viewer }) => {
      const now = nowMs()
      const found = new Map<string, boolean>()
      for (const policy of policies) {
        const decision = kept.get(keyOf(viewer, policy))
        if (decision !== undefined && decision.untilMs > now) found.set(policy, decision.granted)
      }
      return found
    },
    keep: (viewer, decisions) => {
      const untilMs = nowMs() + keptMs
      for (const [policy, granted] of decisions) kept.set(keyOf(viewer, policy), { granted, untilMs })
    },
  }
}

/** Another session of the same user, or other scopes, may be decided otherwise. */
const keyOf = (viewer: Viewer | null, policy: string): string =>
  JSON.stringify(viewer === null ? [policy] : [policy, viewer.userId, viewer.sessionId, ...viewer.scopes])
