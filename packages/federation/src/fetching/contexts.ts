import type { FetchNode } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { isJsonObject, ownValue, type JsonObject } from '../json/json.js'
import { differingLists } from './merge.js'
import { pathOf, placesOf, type PathLink, type Places, type Position } from './positions.js'
import type { Run } from './run.js'
import { typeNamesUnder } from './type-condition.js'

/**
 * Context values around a place: the values as variables of a fetch, and the names of those that no subgraph
 * has answered.
 */
interface Around {
  readonly variables: Readonly<Record<string, unknown>>
  readonly missing: readonly string[]
}

/** Places that hand the same values on to a fetch. */
export interface ContextGroup extends Around {
  readonly at: Places
}

/** Splits a fetch's places by their context values: a context's value is one variable for the whole fetch. */
export type SplitByContext = (run: Run, at: Places) => ContextGroup[]

/**
 * The variables of a fetch that are filled from contexts, even where the client sends variables with the same
 * names.
 */
export const contextVariables = ({ contextRewrites = [] }: FetchNode): ReadonlySet<string> =>
  new Set(contextRewrites.map(({ renameKeyTo }) => renameKeyTo))

const UP = '..'
const FRAGMENT = '... on '

/** Where a context may get its value. */
interface Source {
  /**
   * How many fields further out than the entity; none for the entity itself, when what takes the value is
   * further in.
   */
  readonly levels: number
  readonly condition: ReadonlySet<unknown> | undefined
  /** From there to the value. */
  readonly keys: readonly string[]
}

/**
 * Reads the context values of one place from the objects on the path from the root of the answer to the
 * entity.
 */
type ReadContexts = (objects: readonly JsonObject[]) => Around

/** @returns undefined for a fetch that takes nothing from a context. */
export function compileContexts(schema: GraphQLSchema, node: FetchNode): SplitByContext | undefined {
  const used = new Set(node.variableUsages ?? [])
  const names = [...contextVariables(node)].filter(name => used.has(name))
  if (names.length === 0) return undefined
  const contexts = names.map(name => ({
    name,
    sources: (node.contextRewrites ?? [])
      .filter(({ renameKeyTo }) => renameKeyTo === name)
      .map(({ path }) => compileSource(schema, path))
      // Of contexts within contexts the innermost counts.
      .toSorted((one, other) => one.levels - other.levels),
  }))
  const read = compileRead(contexts)
  const isOfEntity = contexts.some(({ sources }) => sources.some(({ levels }) => levels === 0))

  return (run, at) => {
    const groups = new Map<string, Around & { objects: Position[] }>()
    // Items of one list have the same parent object: its context values are looked up once.
    const known = new Map<string, Position[]>()
    const links = at.links()
    for (const [index, object] of at.objects.entries()) {
      const link = links[index] ?? null
      const place = pathOf(isOfEntity ? link : fieldOf(link)).join(' ')
      let objects = known.get(place)
      if (objects === undefined) {
        objects = groupFor(groups, read([...objectsAround(run.fetched, link), object]))
        known.set(place, objects)
      }
      objects.push({ object, link })
    }
    // Where there are contexts, no object stands at several places.
    return [...groups.values()].map(({ variables, missing, objects }) => ({
      variables,
      missing,
      at: placesOf(objects),
    }))
  }
}

function compileSource(schema: GraphQLSchema, path: readonly string[]): Source {
  const levels = path.findIndex(step => step !== UP)
  const [first = '', ...others] = path.slice(levels)
  const isFragment = first.startsWith(FRAGMENT)
  const keys = isFragment ? others : [first, ...others]
  if (levels < 0 || keys.length === 0 || keys.some(key => key.startsWith(FRAGMENT)))
    throw new Error(`A context of the plan cannot be followed: ${path.join(' ')}`)
  return { levels, condition: isFragment ? typeNamesUnder(schema, first.slice(FRAGMENT.length)) : undefined, keys }
}

function compileRead(contexts: readonly { name: string; sources: readonly Source[] }[]): ReadContexts {
  return objects => {
    const variables: Record<string, unknown> = {}
    const missing: string[] = []
    for (const { name, sources } of contexts) {
      // No type that is around may be one of those that the context is taken from.
      let value: unknown = null
      for (const { levels, condition, keys } of sources) {
        const object = objects.at(-1 - levels)
        // The root of the answer is of the root type, although the subgraph may call it by another name.
        if (object === undefined || !(object === objects[0] || isOf(object, condition))) continue
        value = valueAt(object, keys, 0)
        break
      }
      if (value === undefined) missing.push(name)
      else variables[name] = value
    }
    return { variables, missing }
  }
}

/** Without a name the object is taken for one of the type: the planner asks for names where there are several. */
function isOf(object: JsonObject, condition: Source['condition']): boolean {
  const typename = ownValue(object, '__typename')
  return condition === undefined || !typename || condition.has(typename)
}

/** @returns undefined for what no subgraph has answered. */
function valueAt(value: unknown, keys: readonly string[], depth: number): unknown {
  const key = keys[depth]
  if (value === differingLists) return undefined
  if (key === undefined || value === undefined) return value
  if (Array.isArray(value)) {
    const items = value.map(item => valueAt(item, keys, depth))
    return items.includes(undefined) ? undefined : items
  }
  return isJsonObject(value) ? valueAt(ownValue(value, key), keys, depth + 1) : null
}

/** The field that a place belongs to: items of lists belong to the list's. */
function fieldOf(link: PathLink | null): PathLink | null {
  let field = link
  while (field !== null && typeof field.key === 'number') field = field.parent
  return field
}

/** The objects on the way to a place, from the answer itself to the one that has the place's field. */
function objectsAround(fetched: JsonObject, link: PathLink | null): JsonObject[] {
  const objects: JsonObject[] = []
  let at: unknown = fetched
  for (const key of pathOf(link)) {
    if (typeof key === 'number') at = Array.isArray(at) ? at[key] : undefined
    else if (isJsonObject(at)) {
      objects.push(at)
      at = ownValue(at, key)
    }
  }
  return objects
}

function groupFor(groups: Map<string, Around & { objects: Position[] }>, around: Around): Position[] {
  const identity = JSON.stringify(around)
  let group = groups.get(identity)
  if (group === undefined) groups.set(identity, (group = { ...around, objects: [] }))
  return group.objects
}
