import type { GraphQLError } from 'graphql'
import type { GatewayContext } from '../requests/gateway-context.js'
import type { GatewayRequest, RunningOperation } from '../requests/gateway-plugin.js'

/**
 * The context that Apollo Server carries through its pipeline. The server copies the context, so mutable
 * state lies one level below.
 */
export interface ServerContext extends GatewayContext {
  readonly inServer: {
    readonly request: GatewayRequest
    /** From when the operation is known to be valid; errors for variables that are not. */
    running?: RunningOperation | readonly GraphQLError[]
  }
}
