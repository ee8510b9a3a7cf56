import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES } from '@apollo/federation-internals'

/**
 * Features that a supergraph may require of this gateway: those of Apollo's JavaScript gateway, the access
 * directives, which src/access enforces, @cost with @listSize, which are hints, @context, which the executor
 * passes on, and @cacheTag, which has no effect yet (a warning says so).
 */
export const supportedFeatures = new Set([
  ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  'https://specs.apollo.dev/authenticated/v0.1',
  'https://specs.apollo.dev/requiresScopes/v0.1',
  'https://specs.apollo.dev/policy/v0.1',
  'https://specs.apollo.dev/cost/v0.1',
  'https://specs.apollo.dev/context/v0.1',
  'https://specs.apollo.dev/cacheTag/v0.1',
])
