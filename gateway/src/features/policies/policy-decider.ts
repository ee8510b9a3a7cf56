import type { PolicyDecisions } from '@waystone/federation/contract'
import { isJsonObject } from '@waystone/federation/json'
import type { Stopwatch } from '@waystone/kit/clock'
import type { Logger } from '@waystone/kit/logger'
import { createHistogram, type Registry } from '@waystone/kit/metrics'
import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  handleAll,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
} from 'cockatiel'
import type { DecisionCache } from './decision-cache.js'
import { PolicyFailure, type DecidePolicies, type PolicyQuestion } from './policy-question.js'

/** Failures in a row after which nothing is asked for a while. */
const FAILURES_MAX = 5
/** Afterwards one operation asks, and decides for those that wait. */
const PAUSE_MS = 2_000
const DURATION_BUCKETS_S = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** Never rejects: where policies cannot be decided, they are not among the decisions. */
export type PolicyDecider = (question: PolicyQuestion) => Promise<PolicyDecisions>

/** Bounds `decide` in time, pauses it while it fails, checks its answers, and counts and logs its failures. */
export function createPolicyDecider(options: {
  decide: DecidePolicies
  timeoutMs: number
  cache: DecisionCache | null
  logger: Logger
  metrics: Registry
  stopwatch: Stopwatch
}): PolicyDecider {
  const { decide, timeoutMs, cache, logger, metrics, stopwatch } = options
  const durations = createHistogram(metrics, {
    name: 'waystone_gateway_policy_duration_seconds',
    help: 'Questions about the policies of an operation, by outcome.',
    labelNames: ['outcome'],
    buckets: DURATION_BUCKETS_S,
  })
  const limit = timeout(timeoutMs, TimeoutStrategy.Aggressive)
  const circuit = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(FAILURES_MAX),
    halfOpenAfter: PAUSE_MS,
  })
  circuit.onBreak(() => logger.error({ pauseMs: PAUSE_MS }, 'policies cannot be decided, and are not asked about now'))
  circuit.onReset(() => logger.warn('policies can be decided again'))

  const ask = (question: PolicyQuestion): Promise<PolicyDecisions> =>
    circuit.execute(() =>
      limit.execute(async ({ signal }) => readDecisions(question.policies, await decide(question, signal))),
    )

  return async question => {
    const known = cache?.find(question) ?? noDecisions
    const policies = question.policies.filter(policy => !known.has(policy))
    if (policies.length === 0) return known
    const elapsedMs = stopwatch()
    const observe = (outcome: string) => durations.labels(outcome).observe(elapsedMs() / 1000)
    try {
      const decided = await ask({ ...question, policies })
      observe('decided')
      cache?.keep(question.viewer, decided)
      return known.size === 0 ? decided : new Map([...known, ...decided])
    } catch (error) {
      const failure = failureOf(error, timeoutMs)
      observe(failure.reason)
      tell(failure, question.requestId)
      return known
    }
  }

  /** Neither claims nor answers are logged. While nothing is asked, the circuit's own line says so. */
  function tell({ reason, message, cause }: PolicyFailure, requestId: string): void {
    const level = reason === 'paused' || reason === 'unreachable' ? 'debug' : 'warn'
    logger[level]({ reason, requestId, err: cause }, message)
  }
}

const noDecisions: PolicyDecisions = new Map()

/** @throws PolicyFailure for what is no decision. */
function readDecisions(policies: readonly string[], answer: unknown): PolicyDecisions {
  if (!isJsonObject(answer)) throw new PolicyFailure('invalid answer', 'Decisions about policies must be an object')
  return new Map(
    policies.map(policy => {
      const decision = Object.hasOwn(answer, policy) ? answer[policy] : undefined
      if (typeof decision === 'boolean') return [policy, decision]
      if (decision === null || decision === undefined) return [policy, false]
      throw new PolicyFailure('invalid answer', 'Decisions about policies must be true, false or null')
    }),
  )
}

function failureOf(error: unknown, timeoutMs: number): PolicyFailure {
  if (error instanceof PolicyFailure) return error
  if (error instanceof BrokenCircuitError) return new PolicyFailure('paused', 'Policies are not asked about now')
  if (error instanceof TaskCancelledError)
    return new PolicyFailure('timeout', `Policies were not decided within ${timeoutMs} ms`)
  const failure = new PolicyFailure('failed', 'Policies could not be decided')
  failure.cause = error
  return failure
}
