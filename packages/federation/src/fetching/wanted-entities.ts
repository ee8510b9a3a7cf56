import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import type { FetchDataRewrite } from '@apollo/query-planner/dist/QueryPlan.js'
import type { GraphQLSchema } from 'graphql'
import type { JsonObject } from '../json/json.js'
import { compileHasKey } from './entity-keys.js'
import { compileLeafKey } from './leaf-key.js'
import type { Places } from './positions.js'
import { compileRepresentation } from './representations.js'
import { compileRewrites } from './rewrites.js'

/** Objects that wait for the same entity. */
export type Waiting = [JsonObject, ...JsonObject[]]

/** Representations without repetition, and for each of them the objects that wait for its entity. */
export interface Wanted {
  readonly representations: JsonObject[]
  readonly waiting: readonly Waiting[]
}

/**
 * Compiles the selection of representations for `_entities`; objects without a required field, or without any
 * key, are left out.
 */
export function compileWanted(
  schema: GraphQLSchema,
  fetch: {
    serviceName: string
    requires: readonly QueryPlanSelectionNode[]
    inputRewrites: readonly FetchDataRewrite[] | undefined
  },
): (at: Places) => Wanted {
  const represent = compileRepresentation(schema, fetch.requires)
  const rewrite = compileRewrites(schema, fetch.inputRewrites)
  const hasKey = compileHasKey(schema, fetch)
  const leafKey = rewrite === undefined ? compileLeafKey(schema, fetch.requires) : undefined

  /** With the name by which it is told apart, which rewriting may change. */
  const representationOf = (object: JsonObject): { representation: JsonObject; typename: unknown } | null => {
    const representation = represent(object)
    const typename = representation?.['__typename']
    if (representation === null || !typename) return null
    rewrite?.(representation)
    return hasKey === undefined || hasKey(representation) ? { representation, typename } : null
  }

  return ({ objects }) => {
    const [only, another] = objects
    if (only !== undefined && another === undefined) {
      const represented = representationOf(only)
      return represented === null ? nothing : { representations: [represented.representation], waiting: [[only]] }
    }
    const representations: JsonObject[] = []
    const waiting: Waiting[] = []
    const byLeaf = new Map<string | number, Waiting>()
    const byIdentity = new Map<string, Waiting>()
    for (const object of objects) {
      // Most objects are repetitions: these are told without representing them.
      const leaf = leafKey?.(object)
      const alike = leaf === undefined ? undefined : byLeaf.get(leaf)
      if (alike !== undefined) {
        alike.push(object)
        continue
      }
      const represented = representationOf(object)
      if (represented === null) continue
      const { representation, typename } = represented
      const first: Waiting = [object]
      if (leaf === undefined) {
        const identity = identityOf(representation)
        // Rewriting may give two types the name of their interface; as places they stay two types.
        const key = rewrite === undefined ? identity : `${JSON.stringify(typename)}:${identity}`
        const same = byIdentity.get(key)
        if (same !== undefined) {
          same.push(object)
          continue
        }
        byIdentity.set(key, first)
      } else byLeaf.set(leaf, first)
      representations.push(representation)
      waiting.push(first)
    }
    return { representations, waiting }
  }
}

const nothing: Wanted = { representations: [], waiting: [] }

/** A text that is equal for equal representations: like JSON, but cheap for the usual ones of a name and a key. */
function identityOf(representation: JsonObject): string {
  let identity = ''
  for (const name of Object.keys(representation)) {
    const value = representation[name]
    identity += typeof value === 'string' ? `${name}"${value.length}"${value}` : `${name}:${JSON.stringify(value)}`
  }
  return identity
}
