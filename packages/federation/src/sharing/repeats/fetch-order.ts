import type { PlanNode } from '@apollo/query-planner'
import type { SubgraphRequest } from '../../contract/data-source.js'
import { unnumbered } from '../../fetching/unnumbered.js'
import { readFetches, type PlannedFetch } from '../../planning/planned-fetches.js'

/** The key that identifies a fetch of a plan when it is executed. */
export const fetchKey = (serviceName: string, query: SubgraphRequest['query']): string => `${serviceName}\n${query}`

/** For each fetch of a plan those that the plan has done before it, by their keys. */
export function readFetchOrder(root: PlanNode): ReadonlyMap<string, ReadonlySet<string>> {
  const order = new Map<string, ReadonlySet<string>>()
  for (const { fetch, before } of readFetches(root)) {
    const key = keyOf(fetch)
    const earlier = [...before].map(other => keyOf(other.fetch))
    order.set(key, new Set([...(order.get(key) ?? []), ...earlier]))
  }
  return order
}

function keyOf(fetch: PlannedFetch['fetch']): string {
  if (fetch === null) throw new Error('An answer in parts is not repeated')
  return fetchKey(fetch.serviceName, unnumbered(fetch).query)
}
