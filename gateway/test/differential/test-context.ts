import type { GatewayContext } from '../../src/requests/gateway-context.js'

/** The viewer makes no difference to execution. */
export const testContext: GatewayContext = {
  requestId: 'differential',
  viewer: null,
  remoteAddress: '127.0.0.1',
  userAgent: null,
  authorization: null,
  headers: new Map(),
}
