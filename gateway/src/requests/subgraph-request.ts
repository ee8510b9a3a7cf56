import type * as contract from '@waystone/federation/contract'
import type { GatewayContext } from './gateway-context.js'

/** A request of the engine that comes through the gateway. */
export type SubgraphRequest = contract.SubgraphRequest<GatewayContext>

/** A way to ask one subgraph, over HTTP or in the same process. */
export interface DataSource extends contract.DataSource<GatewayContext> {
  /** Rejects when no instance is ready. */
  checkReady(): Promise<void>
  close(): Promise<void>
}
