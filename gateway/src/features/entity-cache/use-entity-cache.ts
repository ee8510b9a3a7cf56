import type { Clock } from '@waystone/kit/clock'
import { Counter, type Registry } from '@waystone/kit/metrics'
import { OperationTypeNode } from 'graphql'
import { parseExactly, writeNumbers } from '@waystone/federation/exact-numbers'
import type { GatewayContext } from '../../requests/gateway-context.js'
import { sharedObjects, type SubgraphResponse, withVariables } from '@waystone/federation/contract'
import type { DataSource, SubgraphRequest } from '../../requests/subgraph-request.js'
import { isJsonObject } from '@waystone/federation/json'
import type { WrapDataSource } from '../../data-sources/wrap-data-source.js'
import {
  formatCacheControl,
  noStore,
  parseCacheControl,
  strictest,
  type CachePolicy,
} from '../cache-control/cache-policy.js'
import { keyOf, privateScopeOf, questionOf } from './entity-scope.js'
import type { EntityStore, FoundEntity } from './entity-store.js'
import { tagsOf, tagsOfChange, type EntityChange, type KeyFields } from './entity-tags.js'
import type { GatewayPlugin } from '../../requests/gateway-plugin.js'

/** A longer age is cut: invalidations are remembered for longer than this. */
const ENTITY_TTL_MS_MAX = 60 * 60 * 1000
/** A fetch of more entities than this goes by the cache. */
const ENTITIES_MAX = 1_000

export interface EntityCache {
  readonly plugin: GatewayPlugin
  readonly wrap: WrapDataSource
  /** @throws when the store cannot promise that the old values are gone. */
  invalidate(changes: readonly EntityChange[]): Promise<void>
}

/**
 * Keeps entities that subgraphs resolved, for as long as their Cache-Control allows, or a setting for their
 * type where there is no such header. A public answer is for all clients; a private one belongs to one
 * session. Only whole answers without errors are kept. A mutation's own reads bypass the cache: they must see
 * its writes.
 */
export function useEntityCache(options: {
  store: () => EntityStore
  keyFields: () => KeyFields
  /** For types of which subgraphs say nothing. */
  policies: ReadonlyMap<string, CachePolicy>
  clock: Clock
  metrics: Registry
}): EntityCache {
  const { store, keyFields, policies, clock, metrics } = options
  const entities = new Counter({
    name: 'waystone_gateway_entity_cache_total',
    help: 'Entities that subgraphs were to resolve: kept (hit) or not (miss).',
    labelNames: ['subgraph', 'outcome'],
    registers: [metrics],
  })
  const writing = new WeakSet<GatewayContext>()

  const cached = async (subgraph: string, source: DataSource, request: SubgraphRequest): Promise<SubgraphResponse> => {
    const representations = representationsOf(request)
    const usable = representations !== null && representations.length <= ENTITIES_MAX && !writing.has(request.context)
    if (!usable) return await source.execute(request)
    const question = questionOf(subgraph, request)
    const own = privateScopeOf(request.context)
    const scopes = own === null ? ['public'] : [own, 'public']
    const fields = keyFields()
    const found = await store().find(
      representations.map(representation => ({
        tags: tagsOf(representation, fields),
        keys: scopes.map(scope => keyOf(question, representation, scope)),
      })),
    )
    if (found === null) return await source.execute(request)
    const now = clock.now().getTime()
    const kept = found.map(({ value }) => (value === null ? null : readKept(value, request)))
    const missing = kept.flatMap((entity, index) => (entity === null || entity.until <= now ? [index] : []))
    entities.inc({ subgraph, outcome: 'hit' }, representations.length - missing.length)
    entities.inc({ subgraph, outcome: 'miss' }, missing.length)
    if (missing.length === 0) return answerFrom(kept, { now })

    const isAll = missing.length === kept.length
    const variables = { ...request.variables, representations: missing.map(index => representations[index]) }
    const response = await source.execute(isAll ? request : withVariables(request, variables))
    keepAnswer(response, { missing, representations, found, question, own })
    return isAll ? response : merged(response, { kept, missing, now })
  }

  const keepAnswer = (
    { data, errors, headers }: SubgraphResponse,
    asked: {
      missing: readonly number[]
      representations: readonly Representation[]
      found: readonly FoundEntity[]
      question: string
      own: string | null
    },
  ): void => {
    const resolved = data?.['_entities']
    if ((errors?.length ?? 0) > 0 || !Array.isArray(resolved)) return
    const said = headers?.get('cache-control')
    const now = clock.now().getTime()
    const entries = asked.missing.flatMap((index, place) => {
      const representation = asked.representations[index] as Representation
      const entity: unknown = resolved[place]
      const policy =
        said === undefined ? (policies.get(String(representation['__typename'])) ?? noStore) : parseCacheControl(said)
      const scope = policy.scope === 'PUBLIC' ? 'public' : asked.own
      const ttlMs = Math.min(policy.maxAgeSeconds * 1000, ENTITY_TTL_MS_MAX)
      // Null may mean that it is about to be made; an object without fields is a mistake of the subgraph.
      if (ttlMs === 0 || scope === null || !isJsonObject(entity) || Object.keys(entity).length === 0) return []
      const value: Kept = { entity, until: now + ttlMs, scope: policy.scope }
      const key = keyOf(asked.question, representation, scope)
      return [{ key, version: asked.found[index]?.version ?? '', value: writeNumbers(JSON.stringify(value)), ttlMs }]
    })
    // The write is not awaited; it never fails.
    if (entries.length > 0) void store().keep(entries)
  }

  return {
    plugin: {
      onOperation: ({ context, operation }) => {
        if (operation.definition.operation === OperationTypeNode.MUTATION) writing.add(context)
      },
    },
    wrap: (subgraph, source) => ({ ...source, execute: request => cached(subgraph, source, request) }),
    invalidate: changes => store().invalidate(changes.flatMap(tagsOfChange)),
  }
}

type Representation = Readonly<Record<string, unknown>>

interface Kept {
  readonly entity: unknown
  /** Epoch milliseconds. */
  readonly until: number
  readonly scope: CachePolicy['scope']
}

/** An answer without custom scalars has no numbers that JavaScript does not hold. */
const readKept = (text: string, { numbers }: SubgraphRequest): Kept =>
  ((numbers === undefined ? undefined : parseExactly(text)) ?? JSON.parse(text)) as Kept

function representationsOf({ query, variables }: SubgraphRequest): readonly Representation[] | null {
  const { representations } = variables
  return Array.isArray(representations) && query.includes('_entities') ? (representations as Representation[]) : null
}

/** The remaining lifetime of the entities that came from the cache. */
const policyOf = (kept: readonly (Kept | null)[], now: number): CachePolicy | null =>
  kept.reduce<CachePolicy | null>((policy, entity) => {
    if (entity === null || entity.until <= now) return policy
    const own = { maxAgeSeconds: Math.floor((entity.until - now) / 1000), scope: entity.scope }
    return policy === null ? own : strictest(policy, own)
  }, null)

const answerFrom = (kept: readonly (Kept | null)[], { now }: { now: number }): SubgraphResponse => ({
  data: { _entities: kept.map(entity => entity?.entity ?? null) },
  headers: new Map([['cache-control', formatCacheControl(policyOf(kept, now) ?? noStore)]]),
})

/** A subgraph's answer about what was missing, with what was kept in its places. */
function merged(
  response: SubgraphResponse,
  { kept, missing, now }: { kept: readonly (Kept | null)[]; missing: readonly number[]; now: number },
): SubgraphResponse {
  const resolved = response.data?.['_entities']
  const entities = kept.map(entity => entity?.entity ?? null)
  for (const [place, index] of missing.entries()) entities[index] = Array.isArray(resolved) ? resolved[place] : null
  const ofKept = policyOf(kept, now)
  const { errors, extensions, headers } = response
  const answered = parseCacheControl(headers?.get('cache-control'))
  const policy = formatCacheControl(ofKept === null ? answered : strictest(ofKept, answered))
  return {
    data: { ...response.data, _entities: entities },
    errors: errors?.map(error => {
      const [root, place, ...below] = error.path ?? []
      const index = root === '_entities' && typeof place === 'number' ? missing[place] : undefined
      return index === undefined ? error : { ...error, path: ['_entities', index, ...below] }
    }),
    extensions,
    [sharedObjects]: response[sharedObjects],
    headers: { get: name => (name === 'cache-control' ? policy : headers?.get(name)) },
  }
}
