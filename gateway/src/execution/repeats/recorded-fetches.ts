import {
  answerBody,
  type DataSource,
  type ExpectedAnswer,
  type SubgraphRequest,
  type SubgraphResponse,
} from '../../data-sources/data-source.js'
import { fetchKey } from './fetch-order.js'

export type SourceOf = (serviceName: string) => DataSource | undefined

/** A fetch that was answered without errors: what was asked, on nobody's behalf, and what came. */
export interface RecordedFetch extends Pick<SubgraphRequest, 'query' | 'operationName'>, ExpectedAnswer {
  readonly serviceName: string
}

/** Notes what an execution asks and what it is answered. */
export function recordFetches(sourceOf: SourceOf): {
  sourceOf: SourceOf
  /** In the order in which they began; null where one cannot be told by its bytes, or there was an error. */
  recorded(): readonly RecordedFetch[] | null
} {
  const fetches: { asked: Omit<RecordedFetch, 'body'>; response: SubgraphResponse | undefined }[] = []
  return {
    sourceOf: serviceName =>
      inPlaceOf(sourceOf(serviceName), async (request, source) => {
        const { query, operationName } = request
        // As text: what is asked about may be part of the answer, which goes on changing.
        const variables = JSON.stringify(request.variables)
        const fetch: (typeof fetches)[number] = {
          asked: { serviceName, query, operationName, variables },
          response: undefined,
        }
        fetches.push(fetch)
        return (fetch.response = await source.execute(request))
      }),
    recorded: () => {
      const found: RecordedFetch[] = []
      for (const { asked, response } of fetches) {
        const body = response?.[answerBody]
        if (body === undefined || response?.errors !== undefined) return null
        found.push({ ...asked, body })
      }
      return found
    },
  }
}

/** Gives an execution what has been answered already, each answer once, by the question's key; and asks for the rest. */
export function answeringFrom(answered: ReadonlyMap<string, SubgraphResponse>, sourceOf: SourceOf): SourceOf {
  const left = new Map(answered)
  return serviceName =>
    inPlaceOf(sourceOf(serviceName), async (request, source) => {
      const key = questionKey({ ...request, serviceName, variables: JSON.stringify(request.variables) })
      const response = left.get(key)
      left.delete(key)
      return response ?? (await source.execute(request))
    })
}

const inPlaceOf = (
  source: DataSource | undefined,
  execute: (request: SubgraphRequest, source: DataSource) => Promise<SubgraphResponse>,
): DataSource | undefined => source && { ...source, execute: request => execute(request, source) }

/** Equal for fetches that ask the same of the same subgraph. */
export const questionKey = ({
  serviceName,
  query,
  variables,
}: Pick<RecordedFetch, 'serviceName' | 'query' | 'variables'>): string =>
  `${fetchKey(serviceName, query)}\n${variables}`
