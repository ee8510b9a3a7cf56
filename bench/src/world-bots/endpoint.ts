import { StartError } from '@waystone/kit/errors'

/** The public endpoint over HTTP. */
export interface Endpoint {
  readonly webSocketUrl: string
  /** @throws StartError when nothing answers, Error when the answer has errors */
  ask<Data>(query: string, options?: { readonly token?: string; readonly variables?: object }): Promise<Data>
}

/** @param url of the gateway, with or without `/graphql` */
export function createEndpoint(url: string): Endpoint {
  const graphqlUrl = `${url.replace(/\/(graphql)?$/, '')}/graphql`
  return {
    webSocketUrl: graphqlUrl.replace(/^http/, 'ws'),
    ask: async (query, { token, variables } = {}) => {
      const response = await fetch(graphqlUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables }),
      }).catch((error: unknown) => {
        throw new StartError(
          `Nothing answers at ${graphqlUrl}: start Waystone by npm start, or name another by --url`,
          {
            cause: error,
          },
        )
      })
      const text = await response.text()
      const { data, errors } = parseAnswer(text) ?? {}
      if (errors !== undefined || data === null || data === undefined)
        throw new Error(`${graphqlUrl} answered ${response.status}: ${text.slice(0, TEXT_MAX)}`)
      return data as never
    },
  }
}

const TEXT_MAX = 500

function parseAnswer(text: string): { data?: unknown; errors?: unknown } | null {
  try {
    return JSON.parse(text) as { data?: unknown; errors?: unknown }
  } catch {
    // Another server than Waystone: the caller shows the text.
    return null
  }
}
