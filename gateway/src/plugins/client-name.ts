import type { GatewayRequest } from './gateway-plugin.js'

/** `apollographql-client-name` and `-version`, as Apollo's clients send them; they say what they like. */
export const clientOf = ({ headers }: Pick<GatewayRequest, 'headers'>) => ({
  name: headers.get('apollographql-client-name') ?? null,
  version: headers.get('apollographql-client-version') ?? null,
})
