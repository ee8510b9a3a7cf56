import type { PlanNode, QueryPlan } from '@apollo/query-planner'
import { readFetches, type PlannedFetch } from './planned-fetches.js'

/**
 * The planner forgets now and then that a fetch has to wait for another: one that takes a value from a
 * context, for the fetch of the value, and in chains of @requires one that requires a field, for the fetch of
 * that field. It plans the two side by side. Such a plan is put in another order, in which everything waits
 * for what it uses; any other plan is given back as it is.
 */
export function orderFetches(plan: QueryPlan): QueryPlan {
  if (plan.node === undefined) return plan
  if (plan.node.kind !== 'Subscription') return { ...plan, node: orderBlock(plan.node) }
  const { rest } = plan.node
  return { ...plan, node: { ...plan.node, ...(rest && { rest: orderBlock(rest) }) } }
}

/** A block is what runs as one: a plan, or the part of it for one deferred fragment. */
function orderBlock(node: PlanNode): PlanNode {
  if (node.kind !== 'Defer') return orderNodes(node)
  const { primary, deferred } = node
  return {
    ...node,
    primary: { ...primary, ...(primary.node && { node: orderBlock(primary.node) }) },
    deferred: deferred.map(part => ({ ...part, ...(part.node && { node: orderBlock(part.node) }) })),
  }
}

function orderNodes(node: PlanNode): PlanNode {
  const fetches = readFetches(node)
  if (fetches.length < 2) return node
  const open = new Map(fetches.map(fetch => [fetch, openReads(fetch)]))
  const usesOpenly = (fetch: PlannedFetch, other: PlannedFetch) =>
    other !== fetch && uses(open.get(fetch) ?? noPaths, other)
  const isLate = (fetch: PlannedFetch) => fetches.some(other => !fetch.before.has(other) && usesOpenly(fetch, other))
  const late = new Set(fetches.filter(isLate))
  if (late.size === 0) return node

  // A fetch that uses a late fetch's writes is late, too. In the plan's order, producers come before their
  // users.
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
      if (usesOpenly(fetch, other) && !doesWait(other, fetch, waits)) waits.get(fetch)?.add(other)
  }
  return inStages(fetches, waits)
}

const noPaths: ReadonlySet<string> = new Set()

/** The paths that a fetch takes from contexts, or requires although no fetch before it adds them. */
function openReads({ reads, contextReads, before }: PlannedFetch): ReadonlySet<string> {
  const added = new Set([...before].flatMap(({ writes }) => [...writes]))
  return new Set([...contextReads, ...[...reads].filter(path => !added.has(path))])
}

const isAfter = (fetch: PlannedFetch, other: PlannedFetch): boolean => fetch !== other && fetch.before.has(other)

const uses = (paths: ReadonlySet<string>, { writes }: PlannedFetch): boolean =>
  [...paths].some(path => writes.has(path))

type Waits = ReadonlyMap<PlannedFetch, ReadonlySet<PlannedFetch>>

/** Checks that one fetch waits for the other, directly or through fetches between them. */
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
