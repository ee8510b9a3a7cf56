import type { FetchNode } from '@apollo/query-planner'
import type { SubgraphResponse } from '../contract/data-source.js'
import { sharedObjects } from '../contract/shared-objects.js'
import { answerPlaces } from '../exact-numbers/answer-places.js'
import { copyJson, type JsonObject } from '../json/json.js'
import { mergeInto } from './merge.js'
import type { PlanCompilation } from './compilation.js'
import { contextVariables } from './contexts.js'
import type { Rewrite } from './rewrites.js'
import type { Run } from './run.js'
import { unnumbered } from './unnumbered.js'

/** A subgraph's answer, with what may be done to its data. */
export interface Answer {
  readonly response: SubgraphResponse
  /** True when the data is shared with other requests and must not change. */
  readonly isShared: boolean
}

/** Asks a fetch's subgraph; never rejects: one that cannot be asked is an error within the answer. */
export type Ask = (run: Run, variables: Record<string, unknown>) => Promise<Answer>

export function compileAsk(compilation: PlanCompilation, node: FetchNode): Ask {
  const { serviceName } = node
  const { query, operationName } = unnumbered(node)
  const addVariables = compileVariables(compilation, node)
  const numbers = answerPlaces(compilation.supergraphSchema, query)

  return async (run, variables) => {
    const source = run.sourceOf(serviceName)
    if (source === undefined) return failed(`Couldn't find service with name "${serviceName}"`)
    addVariables(run.variables, variables)
    try {
      const response = await source.execute({ query, operationName, variables, context: run.context, numbers })
      return { response, isShared: source.givesOwned !== true || response[sharedObjects] === true }
    } catch (error) {
      // Data sources report failures as responses; one that rejects nevertheless fails this fetch only.
      return failed(error instanceof Error ? error.message : '')
    }
  }
}

const failed = (message: string): Answer => ({ response: { errors: [{ message }] }, isShared: false })

/**
 * The variables of the client that a fetch takes, under the names that it has for them, added to what it
 * takes besides.
 */
export function compileVariables(
  compilation: PlanCompilation,
  node: FetchNode,
): (given: Run['variables'], variables?: Record<string, unknown>) => Record<string, unknown> {
  const others = contextVariables(node)
  const usages = (node.variableUsages ?? [])
    .filter(name => !others.has(name))
    .map(name => ({ name, clientName: compilation.clientVariable(name) }))
  return (given, variables = {}) => {
    for (const { name, clientName } of usages) {
      // Left out is not null: the default in the subgraph's operation decides.
      const value = Object.hasOwn(given, clientName) ? given[clientName] : undefined
      if (value !== undefined) variables[name] = value
    }
    return variables
  }
}

/** Merges an object of an answer into all objects that it is for. */
export function takeIn(
  { shared, sharesEntities }: Run,
  received: JsonObject,
  how: { targets: readonly JsonObject[]; isShared: boolean; rewrite: Rewrite | undefined },
): void {
  const { isShared, rewrite } = how
  shared.merges++
  const targets = shared.withClones(how.targets)
  const object = isShared ? (copyJson(received) as JsonObject) : received
  rewrite?.(object)
  const merging = sharesEntities && targets.length > 1 ? shared.forSeveral : shared.forOne
  for (const target of targets) {
    const isOwned = sharesEntities || target === targets[0]
    mergeInto(target, isOwned ? object : (copyJson(object) as JsonObject), merging)
  }
}
