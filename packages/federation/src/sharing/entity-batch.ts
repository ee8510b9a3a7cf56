import type { GraphQLFormattedError } from 'graphql'
import { copyJson } from '../json/json.js'
import { exchange, type SubgraphResponse } from '../contract/data-source.js'
import { sharedObjects } from '../contract/shared-objects.js'

/** Entities that several fetches ask for, each once; and for each fetch which of them are its own, in its order. */
export interface EntityBatch {
  readonly representations: readonly unknown[]
  readonly places: readonly (readonly number[])[]
}

export function joinRepresentations(lists: readonly (readonly unknown[])[]): EntityBatch {
  const representations: unknown[] = []
  const known = new Map<string, number>()
  const places = lists.map(list =>
    list.map(representation => {
      const identity = JSON.stringify(representation)
      const existing = known.get(identity)
      if (existing !== undefined) return existing
      const index = representations.push(representation) - 1
      known.set(identity, index)
      return index
    }),
  )
  return { representations, places }
}

/**
 * Returns each fetch's share of the response: its entities, and the errors at one of them, with its own index
 * in their paths. An error without an entity goes to every fetch: the subgraph failed them all.
 */
export function splitResponse(
  { data, errors = [], extensions, headers, [sharedObjects]: shared, [exchange]: from }: SubgraphResponse,
  batch: EntityBatch,
): SubgraphResponse[] {
  const entities = data?.['_entities']
  const heads = errors.map(entityIndex)
  const give = Array.isArray(entities) ? giver(entities, shared === true) : undefined
  return batch.places.map(own => {
    const shares: GraphQLFormattedError[] = []
    for (const [at, error] of errors.entries()) {
      const index = heads[at]
      if (index === undefined) shares.push(error)
      // An index beyond the entities belongs to no fetch; every fetch gets the error.
      else if (index >= batch.representations.length) shares.push(error)
      else {
        const mine = own.indexOf(index)
        if (mine !== -1) shares.push({ ...error, path: ['_entities', mine, ...(error.path ?? []).slice(2)] })
      }
    }
    return {
      data: give === undefined ? data : { ...data, _entities: own.map(give) },
      errors: shares.length > 0 ? shares : undefined,
      extensions,
      headers,
      [exchange]: from,
      // Data without a list of entities goes to every request unsplit, so it is shared.
      [sharedObjects]: shared === true || give === undefined ? true : undefined,
    }
  })
}

/**
 * Returns each entity to one owner; further fetches get copies. Entities that are shared anyway are copied
 * when they are changed.
 */
function giver(entities: readonly unknown[], isShared: boolean): (index: number) => unknown {
  const given = new Set<number>()
  return index => {
    if (isShared || !given.has(index)) {
      given.add(index)
      return entities[index]
    }
    return copyJson(entities[index])
  }
}

function entityIndex({ path }: GraphQLFormattedError): number | undefined {
  const [root, index] = path ?? []
  return root === '_entities' && typeof index === 'number' ? index : undefined
}
