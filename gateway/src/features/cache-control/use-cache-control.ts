import { OperationTypeNode, type OperationDefinitionNode } from 'graphql'
import type { WrapDataSource } from '../../data-sources/wrap-data-source.js'
import { createRequestNotes } from '../../requests/request-notes.js'
import { formatCacheControl, noStore, parseCacheControl, strictest, type CachePolicy } from './cache-policy.js'
import type { GatewayPlugin, RunningOperation } from '../../requests/gateway-plugin.js'

/**
 * Gives the answer to a query the strictest Cache-Control of the subgraphs' answers that it is made of: the
 * shortest age, and private as soon as one is. When one had no such header or had an error, when another is
 * still awaited, and for anything but queries, nothing may be kept. An answer with fields under access
 * directives is never public: caches do not check tokens. `Vary` names the headers that the answer depends
 * on: a cache must not give the answer to one value to a client that sent another.
 * @param identityHeaders those that identify the client
 * @param decidingHeaders those that may change an answer, besides the identity: the gateway forwards them to
 * a subgraph or decides by them
 */
export function useCacheControl({
  identityHeaders,
  decidingHeaders,
}: {
  identityHeaders: readonly string[]
  decidingHeaders: readonly string[]
}): {
  plugin: GatewayPlugin
  wrap: WrapDataSource
} {
  const policies = createRequestNotes<{ policy: CachePolicy | null; awaited: number }>('cache policy')
  const varyPublic = ['accept', ...decidingHeaders].join(', ')
  const varyPrivate = [varyPublic, ...identityHeaders].join(', ')
  const guarded = new WeakMap<OperationDefinitionNode, boolean>()

  const isGuarded = ({ epoch, operation }: RunningOperation): boolean => {
    const known = guarded.get(operation.definition)
    if (known !== undefined) return known
    const found = epoch.access.rulesIn(operation, epoch.schema).length > 0
    guarded.set(operation.definition, found)
    return found
  }

  return {
    plugin: {
      onResult: (running, { data, errors }) => {
        const { policy, awaited } = policies.get(running.asked ?? running.context) ?? { policy: null, awaited: 0 }
        const isQuery = running.operation.definition.operation === OperationTypeNode.QUERY
        const isWhole =
          data !== undefined && data !== null && (errors === undefined || errors.length === 0) && awaited === 0
        if (!isQuery || !isWhole || policy === null || policy.maxAgeSeconds === 0) return
        const allowed: CachePolicy = isGuarded(running) ? { ...policy, scope: 'PRIVATE' } : policy
        running.responseHeaders.set('cache-control', formatCacheControl(allowed))
        const vary = allowed.scope === 'PRIVATE' ? varyPrivate : varyPublic
        const before = running.responseHeaders.get('vary')
        running.responseHeaders.set('vary', before === undefined ? vary : `${before}, ${vary}`)
      },
    },
    wrap: (_subgraph, source) => ({
      ...source,
      execute: async request => {
        let known = policies.get(request.context)
        if (known === undefined) policies.set(request.context, (known = { policy: null, awaited: 0 }))
        known.awaited++
        const response = await source.execute(request)
        known.awaited--
        const hasErrors = (response.errors?.length ?? 0) > 0
        const policy = hasErrors ? noStore : parseCacheControl(response.headers?.get('cache-control'))
        known.policy = known.policy === null ? policy : strictest(known.policy, policy)
        return response
      },
    }),
  }
}
