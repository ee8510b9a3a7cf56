import type { GraphQLFormattedError } from 'graphql'
import type { DataSource, SubgraphRequest, SubgraphResponse } from '../data-sources/data-source.js'
import type { DataSources } from '../data-sources/data-sources.js'

/** Entities that are asked for in one request; more make another. */
const BATCH_MAX = 500

/**
 * Events come in bursts, and each is answered by itself. What they ask of one subgraph within a tick, by the same operation and on
 * behalf of the same viewer, becomes one request, with each entity in it once.
 */
export function batchEntities(dataSources: Pick<DataSources, 'of'>): Pick<DataSources, 'of'> {
  const made = new WeakMap<DataSource, DataSource>()
  return {
    of: (name, routingUrl) => {
      const source = dataSources.of(name, routingUrl)
      const known = made.get(source) ?? batched(source)
      made.set(source, known)
      return known
    },
  }
}

function batched(source: DataSource): DataSource {
  const open = new Map<string, Batch>()
  const execute = (request: SubgraphRequest): Promise<SubgraphResponse> => {
    const { representations, ...others } = request.variables
    if (!Array.isArray(representations)) return source.execute(request)
    const key = JSON.stringify([request.query, others, request.context.authorization, request.headers])
    let batch = open.get(key)
    if (batch === undefined || batch.size + representations.length > BATCH_MAX) {
      const opened = createBatch(source, request)
      batch = opened
      open.set(key, opened)
      setImmediate(() => {
        if (open.get(key) === opened) open.delete(key)
        opened.send()
      })
    }
    return batch.add(representations)
  }
  // Whoever shares an entity with others may not change it.
  const { givesAnswersAway: _given, ...rest } = source
  return { ...rest, execute }
}

interface Batch {
  /** Entities so far. */
  readonly size: number
  add(representations: readonly unknown[]): Promise<SubgraphResponse>
  send(): void
}

function createBatch(source: DataSource, first: SubgraphRequest): Batch {
  const representations: unknown[] = []
  const places = new Map<string, number>()
  const waiting: { at: readonly number[]; resolve: (response: SubgraphResponse) => void }[] = []

  const placeOf = (representation: unknown): number => {
    const key = JSON.stringify(representation)
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, representations.length)
    return representations.push(representation) - 1
  }
  return {
    get size() {
      return representations.length
    },
    add: wanted =>
      new Promise(resolve => {
        waiting.push({ at: wanted.map(placeOf), resolve })
      }),
    send: () => {
      const variables = { ...first.variables, representations }
      void source.execute({ ...first, variables }).then(response => {
        for (const { at, resolve } of waiting) resolve(shareOf(response, at))
      })
    },
  }
}

/** What of a batch's answer is for one who asked for the entities at these places, in their order. */
function shareOf({ data, errors, ...rest }: SubgraphResponse, at: readonly number[]): SubgraphResponse {
  const entities = data?.['_entities']
  const own = errors?.flatMap(error => errorsAt(error, at))
  return {
    ...rest,
    ...(data !== undefined && {
      data: Array.isArray(entities) ? { ...data, _entities: at.map(place => entities[place] as unknown) } : data,
    }),
    ...(own !== undefined && own.length > 0 && { errors: own }),
  }
}

/** An error of an entity belongs to those who asked for it, at their place; any other to everyone. */
function errorsAt(error: GraphQLFormattedError, at: readonly number[]): GraphQLFormattedError[] {
  const { path } = error
  const index = path?.[1]
  if (path === undefined || typeof index !== 'number') return [error]
  return at.flatMap((place, own) =>
    place === index ? [{ ...error, path: [path[0] ?? '', own, ...path.slice(2)] }] : [],
  )
}
