import type { KeySource, RevocationList } from '@waystone/kit/auth'
import type { Clock } from '@waystone/kit/clock'
import type { HttpServer, Readiness, Route } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import type { Registry } from '@waystone/kit/metrics'
import type { ServiceClient } from '@waystone/kit/service-client'
import type { LocalSubgraph } from './data-sources/in-process.js'
import type { DecidePolicies } from './features/policies/policy-question.js'
import type { GatewayPlugin } from './requests/gateway-plugin.js'
import type { Siblings } from './workers/siblings.js'
import type { Epochs } from './supergraph/epochs.js'

/** Dependencies that the gateway uses and does not own; each defaults to one that the process creates. */
export interface GatewayParts {
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Registry
  /** Default: the JWKS of JWKS_URLS. */
  readonly keys: KeySource
  /** Default: one of the gateway's own, for which it polls users. One that is given is kept current by its creator. */
  readonly revocations: RevocationList
  readonly services: ServiceClient
  /** Subgraphs of this process, by name: asked without HTTP. */
  readonly localSubgraphs: Readonly<Record<string, LocalSubgraph>>
  /** The checks of these subgraphs, by name, for the console's overview. */
  readonly localReadiness: Readonly<Record<string, Pick<Readiness, 'checks'>>>
  /** Routes of subgraphs of this process that share its port, such as those that payment providers call. */
  readonly routes: readonly Route[]
  /** The folder of the built pages; without it, or where it is not there, none are served. */
  readonly webDirectory: string | undefined
  /** The other workers, where this gateway is one of several that serve the same ports. */
  readonly siblings: Siblings
  /** Run after the gateway's own. */
  readonly plugins: readonly GatewayPlugin[]
  /** Decides what @policy asks for, instead of a service at POLICY_URL or scopes of the same names. */
  readonly decidePolicies: DecidePolicies
  /** False: Apollo Server answers everything, for tests that compare. */
  readonly thinPath: boolean
}

export interface GatewayApp {
  readonly logger: Logger
  readonly metrics: Registry
  /** The plain server, for upgrades. */
  readonly http: HttpServer
  readonly epochs: Epochs
  /** Loads the supergraph and listens. @throws SupergraphError when there is none that can be served. */
  start(): Promise<{ url: string; port: number }>
  /** Lets running requests finish; closes only what it made. */
  close(): Promise<void>
}
