import type { TokenVerifier } from '@waystone/kit/auth'
import type { Clock } from '@waystone/kit/clock'
import type { Discovery } from '@waystone/kit/discovery'
import type { Readiness, Route } from '@waystone/kit/http'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import type { Logger } from '@waystone/kit/logger'
import type { Registry } from '@waystone/kit/metrics'
import { adminRoles } from '@waystone/kit/roles'
import type { AdmitCredential } from '../../requests/gateway-context.js'
import type { TrustedDocuments } from '../../features/trusted-documents/trusted-manifest.js'
import type { Epochs } from '../../supergraph/epochs.js'
import { exportRoute } from '../console/export-route.js'
import { overviewRoute } from '../console/overview-route.js'
import { createProcesses } from '../console/processes.js'
import { openWarehouseFiles } from '../console/warehouse-files.js'
import { warehouseRoute } from '../console/warehouse-route.js'
import { withGraphqlFaults } from '../graphql-fault.js'
import type { AskAs } from '../own-requests.js'
import { guestRoutes } from './guest-routes.js'
import { sessionRoutes } from './session-routes.js'
import type { WebPages } from './web-pages.js'

/** As config.ts has them. */
interface WebSettings {
  /** URLs of the instances of each subgraph. */
  readonly instances: Readonly<Record<string, readonly string[]>>
  readonly GATEWAY_URLS: readonly string[]
  readonly METRICS_PORT?: number | undefined
  readonly PROXIES: number
  readonly WAREHOUSE_ANSWERS: string
  readonly AUTH_MODE: string
}

/**
 * The routes behind the pages. Without accounts that are checked here there are none: no operator could be
 * told from a player.
 */
export function webRoutes(
  config: WebSettings,
  parts: {
    pages: WebPages | null
    documents: TrustedDocuments
    askAs: AskAs
    verifier: TokenVerifier | null
    onCredential: AdmitCredential | undefined
    epochs: Epochs
    local: Readonly<Record<string, Pick<Readiness, 'checks'>>>
    readiness: Pick<Readiness, 'checks'>
    discovery: Discovery
    clock: Clock
    metrics: Pick<Registry, 'metrics'>
    lifecycle: Lifecycle
    logger: Logger
  },
): readonly Route[] {
  const { pages, documents, askAs, verifier, onCredential, epochs, clock, logger, lifecycle } = parts
  const assets = pages?.routes ?? []
  if (verifier === null) return assets
  const processes = createProcesses({
    ...parts,
    instances: config.instances,
    gateways: config.GATEWAY_URLS,
    metricsPort: config.METRICS_PORT,
  })
  lifecycle.onClose('processes', async () => processes.close())
  const trust = { verifier, proxies: config.PROXIES, ...(onCredential && { onCredential }) }
  const reading = { trust: { ...trust, roles: ['admin.read'] as const }, navigation: pages?.navigation }
  const console = [
    overviewRoute({ processes, ...reading, clock }),
    warehouseRoute({ files: openWarehouseFiles(config.WAREHOUSE_ANSWERS), ...reading }),
    exportRoute({
      askAs,
      epochs,
      trust: { ...trust, roles: adminRoles },
      textOf: id => documents.byId(id, null),
      clock,
      logger,
    }),
  ]
  // Another application's accounts have sessions and cookies of that application.
  const options = { askAs, proxies: config.PROXIES, clock }
  const sessions = config.AUTH_MODE === 'external' ? [] : [...sessionRoutes(options), ...guestRoutes(options)]
  return [...assets, ...console.map(route => withGraphqlFaults(route, logger)), ...sessions]
}
