import type { PolicyDecisions } from '../contract/policy-decisions.js'

/**
 * `scopes`: a policy is granted by a scope of the same name, for token issuers that evaluate policies.
 * `decided`: each request comes with the decisions about its policies, and scopes grant none.
 */
export type PolicyMode = 'scopes' | 'decided'

export type PolicyOutcome = 'granted' | 'denied' | 'undecided'

/**
 * The outcome of one @policy, an OR of ANDs. It is undecided where a policy without a decision could still
 * grant it.
 */
export function policyOutcome(anyOf: readonly (readonly string[])[], decisions: PolicyDecisions): PolicyOutcome {
  if (anyOf.some(all => all.every(policy => decisions.get(policy) === true))) return 'granted'
  const isDenied = anyOf.every(all => all.some(policy => decisions.get(policy) === false))
  return isDenied ? 'denied' : 'undecided'
}
