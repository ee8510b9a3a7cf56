import type * as contract from '../contract/data-source.js'
import type { GatewayContext } from './gateway-context.js'

/** The contract's types for requests that come through the gateway. */
export type SubgraphRequest = contract.SubgraphRequest<GatewayContext>
export type DataSource = contract.DataSource<GatewayContext>
