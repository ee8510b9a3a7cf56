import type { GatewayContext } from '../../requests/gateway-context.js'
import type { ResponseHeaders } from '@waystone/federation/contract'
import type { WrapDataSource } from '../../data-sources/wrap-data-source.js'
import { createRequestNotes } from '../../requests/request-notes.js'
import type { GatewayPlugin } from '../../requests/gateway-plugin.js'
import type { HeaderRules, RequestHeaderRule } from './header-rules.js'

/** A list that subgraphs fill goes to every client: it ends here. */
const VALUE_CHARACTERS_MAX = 4_000

/**
 * Carries headers both ways, and only those that are named: a client's to subgraphs, and those of subgraphs'
 * answers back. An answer that several requests share brings its headers to each of them.
 */
export function useHeaderPropagation(rules: HeaderRules): { plugin: GatewayPlugin; wrap: WrapDataSource } {
  const collected = createRequestNotes<Map<string, string>>('headers to propagate')

  const collect = (context: GatewayContext, subgraph: string, headers: ResponseHeaders): void => {
    for (const { name, as, subgraphs, merge } of rules.response) {
      const value = headers.get(name)
      if (value === undefined || subgraphs?.has(subgraph) === false) continue
      const known = collected.get(context) ?? new Map<string, string>()
      collected.set(context, known)
      const before = known.get(as)
      if (before === undefined || merge === 'last') known.set(as, value)
      else if (merge === 'append' && before.length + value.length < VALUE_CHARACTERS_MAX)
        known.set(as, `${before}, ${value}`)
    }
  }

  return {
    plugin:
      rules.response.length === 0
        ? {}
        : {
            onResult: ({ context, asked = context, responseHeaders }) => {
              for (const [name, value] of collected.get(asked) ?? []) responseHeaders.set(name, value)
            },
          },
    wrap: (subgraph, source) => {
      const sent = rules.request.filter(({ subgraphs }) => subgraphs?.has(subgraph) !== false)
      return {
        ...source,
        execute: async request => {
          const headers = { ...request.headers, ...headersFor(sent, request.context) }
          const response = await source.execute({ ...request, headers })
          if (response.headers !== undefined) collect(request.context, subgraph, response.headers)
          return response
        },
      }
    },
  }
}

/** Returns those of the client's headers that may reach a subgraph, under the client's names. */
export function heardHeaders(rules: readonly RequestHeaderRule[], { headers }: GatewayContext): Record<string, string> {
  const heard: Record<string, string> = {}
  for (const { name } of rules) {
    const value = headers.get(name)
    if (value !== undefined) heard[name] = value
  }
  return heard
}

function headersFor(rules: readonly RequestHeaderRule[], { headers }: GatewayContext): Record<string, string> {
  const sent: Record<string, string> = {}
  for (const { name, as, byDefault } of rules) {
    const value = headers.get(name) ?? byDefault
    if (value !== null) sent[as] = value
  }
  return sent
}
