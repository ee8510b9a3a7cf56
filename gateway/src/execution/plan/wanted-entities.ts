import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import type { FetchDataRewrite } from '@apollo/query-planner/dist/QueryPlan.js'
import type { GraphQLSchema } from 'graphql'
import type { JsonObject } from '../json.js'
import type { Position } from './positions.js'
import { compileRepresentation } from './representations.js'
import { compileRewrites } from './rewrites.js'

/** Places that wait for the same entity. */
type Places = [Position, ...Position[]]

/** Representations without repetition, and for each of them all the places that wait for its entity. */
export interface Wanted {
  readonly representations: JsonObject[]
  readonly places: readonly Places[]
}

/** What to ask `_entities` for; an object that lacks a required field is left out. */
export function compileWanted(
  schema: GraphQLSchema,
  fetch: { requires: readonly QueryPlanSelectionNode[]; inputRewrites: readonly FetchDataRewrite[] | undefined },
): (at: readonly Position[]) => Wanted {
  const represent = compileRepresentation(schema, fetch.requires)
  const rewrite = compileRewrites(schema, fetch.inputRewrites)

  return at => {
    const representations: JsonObject[] = []
    const places: Places[] = []
    const known = new Map<string, Places>()
    const seen = new Map<JsonObject, Places | undefined>()
    for (const position of at) {
      const { object } = position
      if (seen.has(object)) {
        seen.get(object)?.push(position)
        continue
      }
      const representation = represent(object)
      const typename = representation?.['__typename']
      if (representation === null || !typename) {
        seen.set(object, undefined)
        continue
      }
      rewrite?.(representation)
      const identity = identityOf(representation)
      // Rewriting may give two types the name of their interface; as places they stay two types.
      const key = rewrite === undefined ? identity : `${JSON.stringify(typename)}:${identity}`
      const same = known.get(key)
      if (same === undefined) {
        const first: Places = [position]
        known.set(key, first)
        seen.set(object, first)
        representations.push(representation)
        places.push(first)
      } else {
        seen.set(object, same)
        same.push(position)
      }
    }
    return { representations, places }
  }
}

/** A text that is equal for equal representations: like JSON, but cheap for the usual ones of a name and a key. */
function identityOf(representation: JsonObject): string {
  let identity = ''
  for (const name of Object.keys(representation)) {
    const value = representation[name]
    identity += typeof value === 'string' ? `${name}"${value.length}"${value}` : `${name}:${JSON.stringify(value)}`
  }
  return identity
}
