import type { GatewayRequest } from '../requests/gateway-plugin.js'

export const CLIENT_NAME_HEADER = 'apollographql-client-name'

/** `apollographql-client-name` and `-version`, as Apollo's clients send them; they say what they like. */
export const clientOf = ({ headers }: Pick<GatewayRequest, 'headers'>) => ({
  name: headers.get(CLIENT_NAME_HEADER) ?? null,
  version: headers.get('apollographql-client-version') ?? null,
})
