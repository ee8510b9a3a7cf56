import type { FetchDataRewrite } from '@apollo/query-planner/dist/QueryPlan.js'
import type { GraphQLSchema } from 'graphql'
import { isJsonObject, ownValue, setOwn, type JsonObject } from '../json/json.js'
import { mergeInto, Shared } from './merge.js'
import { typeNamesUnder } from './type-condition.js'

/** Changes data in place. */
export type Rewrite = (value: unknown) => void

/** Rewritten objects were made for one answer alone. */
const unshared = new Shared().forOne

const FRAGMENT = '... on '

/**
 * A plan's rewrites: a planner's alias gets the field's name back, and an interface object the name of its interface.
 * @returns undefined when there is nothing to do.
 */
export function compileRewrites(
  schema: GraphQLSchema,
  rewrites: readonly FetchDataRewrite[] | undefined,
): Rewrite | undefined {
  if (rewrites === undefined || rewrites.length === 0) return undefined
  const compiled = rewrites.map(rewrite => compileRewrite(schema, rewrite))
  return value => {
    for (const apply of compiled) apply(value)
  }
}

function compileRewrite(schema: GraphQLSchema, rewrite: FetchDataRewrite): Rewrite {
  const key = rewrite.path.at(-1)
  if (key === undefined || key.startsWith(FRAGMENT))
    throw new Error(`A rewrite of the plan names no field: ${rewrite.path.join(' ')}`)
  let apply = atObjects(object => changeKey(object, key, rewrite))
  for (const step of rewrite.path.slice(0, -1).toReversed()) apply = atObjects(stepInto(schema, step, apply))
  return apply
}

function changeKey(object: JsonObject, key: string, rewrite: FetchDataRewrite): void {
  if (rewrite.kind === 'ValueSetter') return setOwn(object, key, rewrite.setValueTo)
  const value = ownValue(object, key)
  // Also null, 0, false and '': they are values, and the client asked for them under the other name.
  if (value === undefined) return
  // The name may have a value already, from a fragment that needed no alias: both are parts of one field.
  mergeInto(object, { [rewrite.renameKeyTo]: value }, unshared)
  setOwn(object, key, undefined)
}

function stepInto(schema: GraphQLSchema, step: string, next: Rewrite): (object: JsonObject) => void {
  if (!step.startsWith(FRAGMENT)) return object => next(ownValue(object, step))
  const names = typeNamesUnder(schema, step.slice(FRAGMENT.length))
  return object => {
    const typename = ownValue(object, '__typename')
    // Without a name the object is taken for one of the type: the fetch asked for no other.
    if (!typename || names.has(typename)) next(object)
  }
}

/** Lists are traversed at every step of a path. */
function atObjects(apply: (object: JsonObject) => void): Rewrite {
  const visit: Rewrite = value => {
    if (Array.isArray(value)) for (const item of value) visit(item)
    else if (isJsonObject(value)) apply(value)
  }
  return visit
}
