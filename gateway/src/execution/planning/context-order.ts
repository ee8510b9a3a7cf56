import type { PlanNode, QueryPlan } from '@apollo/query-planner'
import { readFetches, type PlannedFetch } from './planned-fetches.js'
import { passesContexts } from './passes-contexts.js'

/**
 * The planner forgets that what takes a value from a context has to wait for it: when the value comes from another fetch than
 * the one that leads to the place, it plans the two side by side. Such a plan is put in another order, in which everything
 * waits for what it uses; any other plan is given back as it is.
 */
export function orderContexts(plan: QueryPlan): QueryPlan {
  if (!passesContexts(plan) || plan.node === undefined) return plan
  if (plan.node.kind !== 'Subscription') return { ...plan, node: orderBlock(plan.node) }
  const { rest } = plan.node
  return { ...plan, node: { ...plan.node, ...(rest && { rest: orderBlock(rest) }) } }
}

/** A block is what runs as one: a plan, or the part of it for one deferred fragment. */
function orderBlock(node: PlanNode): PlanNode {
  if (node.kind !== 'Defer') return orderFetches(node)
  const { primary, deferred } = node
  return {
    ...node,
    primary: { ...primary, ...(primary.node && { node: orderBlock(primary.node) }) },
    deferred: deferred.map(part => ({ ...part, ...(part.node && { node: orderBlock(part.node) }) })),
  }
}

function orderFetches(node: PlanNode): PlanNode {
  const fetches = readFetches(node)
  const isLate = (fetch: PlannedFetch) =>
    fetches.some(other => other !== fetch && !fetch.before.has(other) && uses(fetch.contextReads, other))
  const late = new Set(fetches.filter(isLate))
  if (late.size === 0) return node

  // What uses a late one is late, too. In the plan's order, what is used comes first.
  for (const fetch of fetches)
    if ([...late].some(other => isAfter(fetch, other) && uses(fetch.reads, other))) late.add(fetch)
  const waits = new Map<PlannedFetch, Set<PlannedFetch>>()
  for (const fetch of fetches) {
    // Only the plan's order is known of most; a late one holds up no more than what uses it.
    const first = [...fetch.before].filter(other => !late.has(other) || uses(fetch.reads, other))
    waits.set(fetch, new Set(first))
  }
  for (const fetch of late) {
    for (const other of fetches)
      if (other !== fetch && uses(fetch.contextReads, other) && !doesWait(other, fetch, waits))
        waits.get(fetch)?.add(other)
  }
  return inStages(fetches, waits)
}

const isAfter = (fetch: PlannedFetch, other: PlannedFetch): boolean => fetch !== other && fetch.before.has(other)

const uses = (paths: ReadonlySet<string>, { writes }: PlannedFetch): boolean =>
  [...paths].some(path => writes.has(path))

type Waits = ReadonlyMap<PlannedFetch, ReadonlySet<PlannedFetch>>

/** Whether one waits for the other, directly or by those between them. */
function doesWait(fetch: PlannedFetch, other: PlannedFetch, waits: Waits): boolean {
  const reached = new Set<PlannedFetch>([fetch])
  for (const one of reached) for (const next of waits.get(one) ?? []) reached.add(next)
  return reached.has(other)
}

function inStages(fetches: readonly PlannedFetch[], waits: Waits): PlanNode {
  const known = new Map<PlannedFetch, number>()
  const stageOf = (fetch: PlannedFetch): number => {
    const found = known.get(fetch)
    if (found !== undefined) return found
    const stage = Math.max(-1, ...[...(waits.get(fetch) ?? [])].map(stageOf)) + 1
    known.set(fetch, stage)
    return stage
  }
  const stages: PlanNode[][] = []
  for (const fetch of fetches) (stages[stageOf(fetch)] ??= []).push(fetch.node)
  return { kind: 'Sequence', nodes: stages.map(nodes => ({ kind: 'Parallel', nodes })) }
}
