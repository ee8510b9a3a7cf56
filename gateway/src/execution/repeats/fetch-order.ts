import type { FetchNode, PlanNode } from '@apollo/query-planner'
import type { SubgraphRequest } from '../../data-sources/data-source.js'
import { unnumbered } from '../plan/unnumbered.js'

/** What a fetch of a plan is told by, when it is made. */
export const fetchKey = (serviceName: string, query: SubgraphRequest['query']): string => `${serviceName}\n${query}`

/** For each fetch of a plan those that the plan has done before it, by their keys. */
export function readFetchOrder(root: PlanNode): ReadonlyMap<string, ReadonlySet<string>> {
  const order = new Map<string, Set<string>>()
  const keyOf = (node: FetchNode) => fetchKey(node.serviceName, unnumbered(node).query)
  /** @returns the keys of the fetches within a node. */
  const read = (node: PlanNode, before: ReadonlySet<string>): readonly string[] => {
    switch (node.kind) {
      case 'Fetch': {
        const key = keyOf(node)
        order.set(key, new Set([...(order.get(key) ?? []), ...before]))
        return [key]
      }
      case 'Sequence': {
        const found: string[] = []
        for (const child of node.nodes) found.push(...read(child, new Set([...before, ...found])))
        return found
      }
      case 'Parallel':
        return node.nodes.flatMap(child => read(child, before))
      case 'Flatten':
        return read(node.node, before)
      case 'Condition':
        return [node.ifClause, node.elseClause].flatMap(clause => (clause === undefined ? [] : read(clause, before)))
      case 'Defer':
        throw new Error('An answer in parts is not repeated')
    }
  }
  read(root, new Set())
  return order
}
