import { monotonicStopwatch, type Clock } from '@waystone/kit/clock'
import { ConfigError } from '@waystone/kit/config'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import type { Logger } from '@waystone/kit/logger'
import type { Registry } from '@waystone/kit/metrics'
import type { GatewayPlugin } from '../../requests/gateway-plugin.js'
import { createDecisionCache } from './decision-cache.js'
import { createPolicyDecider } from './policy-decider.js'
import type { DecidePolicies } from './policy-question.js'
import { createPolicyService } from './policy-service.js'
import { usePolicies } from './use-policies.js'

interface PolicySettings {
  readonly POLICY_URL?: string | undefined
  readonly POLICY_TOKEN?: string | undefined
  readonly POLICY_TIMEOUT_MS: number
  readonly POLICY_CACHE_MS: number
}

/** The plugin that has policies decided by a function or a service; null where scopes grant them. */
export function openPolicies(
  settings: PolicySettings,
  parts: {
    decidePolicies: DecidePolicies | undefined
    clock: Clock
    logger: Logger
    metrics: Registry
    lifecycle: Lifecycle
  },
): GatewayPlugin | null {
  const { POLICY_URL: url, POLICY_TOKEN: token, POLICY_TIMEOUT_MS: timeoutMs, POLICY_CACHE_MS: keptMs } = settings
  const { decidePolicies, clock, logger, metrics, lifecycle } = parts
  if (url !== undefined && decidePolicies !== undefined)
    throw new ConfigError(['POLICY_URL: policies are decided by a function that was given, so it must not be set'])
  let decide = decidePolicies
  if (url !== undefined) {
    const service = createPolicyService({ url, token, timeoutMs, logger, metrics })
    lifecycle.onClose('policies', () => service.close())
    ;({ decide } = service)
  }
  if (decide === undefined) return null
  const cache = keptMs === 0 ? null : createDecisionCache({ keptMs, clock })
  return usePolicies(createPolicyDecider({ decide, timeoutMs, cache, logger, metrics, stopwatch: monotonicStopwatch }))
}
