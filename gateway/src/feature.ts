import type { InternalSecret } from '@waystone/kit/auth'
import type { Clock } from '@waystone/kit/clock'
import type { Route } from '@waystone/kit/http'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import type { Logger } from '@waystone/kit/logger'
import type { Registry } from '@waystone/kit/metrics'
import type { RedisConnection } from '@waystone/kit/redis'
import type { Epoch } from '@waystone/federation'
import type { WrapDataSource } from './data-sources/wrap-data-source.js'
import type { DecidePolicies } from './features/policies/policy-question.js'
import type { TrustedDocuments } from './features/trusted-documents/trusted-manifest.js'
import type { GatewayPlugin } from './requests/gateway-plugin.js'
import type { Siblings } from './workers/siblings.js'

/** The parts of the gateway that features use. */
export interface FeatureParts {
  readonly epoch: () => Epoch | null
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Registry
  readonly lifecycle: Lifecycle
  /** Decides policies; left out, a service or scopes do. */
  readonly decidePolicies: DecidePolicies | undefined
  readonly internalSecret: InternalSecret
  readonly siblings: Siblings | undefined
  /** Those of the gateway's own pages; null when it serves none. */
  readonly ownDocuments: TrustedDocuments | null
}

/**
 * The contribution of a feature; absent parts cost nothing. Libraries that only some features need are loaded
 * by `start`, so that a gateway without them starts sooner.
 */
export interface Feature {
  readonly plugin?: GatewayPlugin
  readonly wrap?: WrapDataSource
  readonly routes?: readonly Route[]
  readonly start?: (redis: RedisConnection | null) => Promise<void>
}
