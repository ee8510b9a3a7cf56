import {
  exchange,
  type DataSource,
  type Exchange,
  type SourceOf,
  type SubgraphRequest,
  type SubgraphResponse,
} from '../../contract/data-source.js'
import { fetchKey } from './fetch-order.js'

/** A request that a subgraph answered without errors, for one fetch of a plan or for several of them. */
export interface RecordedExchange {
  readonly serviceName: string
  readonly exchange: Exchange
  /** Keys of the fetches. */
  readonly fetches: ReadonlySet<string>
}

/** Notes what an execution asks and what it is answered. */
export function recordFetches(sourceOf: SourceOf): {
  sourceOf: SourceOf
  /**
   * Each after those that it had to wait for; null where an answer cannot be told by its bytes, or there was
   * an error.
   */
  recorded(): readonly RecordedExchange[] | null
} {
  const fetches: { serviceName: string; key: string; response: SubgraphResponse | undefined }[] = []
  return {
    sourceOf: serviceName =>
      inPlaceOf(sourceOf(serviceName), async (request, source) => {
        const fetch: (typeof fetches)[number] = {
          serviceName,
          key: fetchKey(serviceName, request.query),
          response: undefined,
        }
        fetches.push(fetch)
        return (fetch.response = await source.execute({ ...request, isRecorded: true }))
      }),
    recorded: () => {
      const found = new Map<Exchange, RecordedExchange & { fetches: Set<string> }>()
      for (const { serviceName, key, response } of fetches) {
        const from = response?.[exchange]
        if (from === undefined || response?.errors !== undefined) return null
        const known = found.get(from)
        // The last of its fetches may have had to wait for most.
        found.delete(from)
        found.set(from, { serviceName, exchange: from, fetches: new Set(known?.fetches).add(key) })
      }
      return [...found.values()]
    },
  }
}

/**
 * Gives an execution what has been answered already, each answer once, by the question's key; and asks for
 * the rest.
 */
export function answeringFrom(answered: ReadonlyMap<string, SubgraphResponse>, sourceOf: SourceOf): SourceOf {
  const left = new Map(answered)
  return serviceName =>
    inPlaceOf(sourceOf(serviceName), async (request, source) => {
      const key = questionKey(serviceName, request)
      const response = left.get(key)
      left.delete(key)
      return response ?? (await source.execute(request))
    })
}

/** Equal for fetches that ask the same of the same subgraph. */
export const questionKey = (
  serviceName: string,
  { query, variables }: Pick<SubgraphRequest, 'query' | 'variables'>,
): string => `${fetchKey(serviceName, query)}\n${JSON.stringify(variables)}`

const inPlaceOf = (
  source: DataSource | undefined,
  execute: (request: SubgraphRequest, source: DataSource) => Promise<SubgraphResponse>,
): DataSource | undefined => source && { ...source, execute: request => execute(request, source) }
