import type { GraphQLFormattedError } from 'graphql'
import type { NumberPlaces } from '../exact-numbers/number-places.js'
import type { RequestScope } from './request-scope.js'
import { sharedObjects } from './shared-objects.js'

/** One operation of a query plan, for one subgraph. */
export interface SubgraphRequest<Scope extends RequestScope = RequestScope> {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName: string | undefined
  readonly context: Scope
  /** Where the answer's data holds custom scalars: the source keeps all digits of their numbers. */
  readonly numbers?: NumberPlaces | undefined
  /**
   * Beside those that every subgraph hears: they may change the answer, so requests that differ here never
   * share one.
   */
  readonly headers?: Readonly<Record<string, string>>
  /** W3C trace context of the caller; it does not affect the answer. */
  readonly traceparent?: string
  /**
   * An earlier error-free exchange of the same request. A source whose response is the very same returns this
   * exchange, and need not parse the response. A wrapper that replaces the request omits it.
   */
  readonly expected?: Exchange | undefined
  /** The answer may be expected another time: a source that would have to copy it gives an exchange only then. */
  readonly isRecorded?: boolean | undefined
}

/** Copies a request with other variables, without the expected exchange, which was for the original ones. */
export const withVariables = <Scope extends RequestScope>(
  request: SubgraphRequest<Scope>,
  variables: SubgraphRequest['variables'],
): SubgraphRequest<Scope> => ({
  ...request,
  variables,
  expected: undefined,
})

/** The data source of a subgraph, by its name. */
export type SourceOf<Scope extends RequestScope = RequestScope> = (serviceName: string) => DataSource<Scope> | undefined

/** A subgraph request together with its error-free response. */
export interface Exchange {
  readonly question: Pick<SubgraphRequest, 'query' | 'operationName' | 'variables' | 'numbers'>
  /** About how many bytes it takes to keep it. */
  readonly size: number
  /** True when the other exchange has the same response. */
  isLike(other: Exchange): boolean
}

/** Headers of an answer, by names in lower case; one that came several times is joined by commas. */
export interface ResponseHeaders {
  get(name: string): string | undefined
}

/** No name that a subgraph could answer. */
export const exchange = Symbol('exchange')

/** A subgraph's response. */
export interface SubgraphResponse {
  readonly data?: Record<string, unknown> | null | undefined
  readonly errors?: readonly GraphQLFormattedError[] | undefined
  readonly extensions?: Record<string, unknown> | undefined
  /** Of the answer itself; none when there is none. */
  readonly headers?: ResponseHeaders | undefined
  readonly [sharedObjects]?: true | undefined
  /** The exchange that this response was taken from, whole or in part; absent when it comes from several. */
  readonly [exchange]?: Exchange | undefined
}

/** An answer that several have asked for. */
export const sharedResponse = (response: SubgraphResponse): SubgraphResponse => ({
  data: response.data,
  errors: response.errors,
  extensions: response.extensions,
  headers: response.headers,
  [exchange]: response[exchange],
  [sharedObjects]: true,
})

/** A way to ask one subgraph, over HTTP or in the same process. */
export interface DataSource<Scope extends RequestScope = RequestScope> {
  /**
   * Responses are owned by their receiver, who may change them, unless one is marked as shared. Without this
   * flag each may be shared, and its data is copied when it is merged.
   */
  readonly givesOwned?: true
  /** Never rejects: a subgraph that cannot be asked, or answers nonsense, is an error within the response. */
  execute(request: SubgraphRequest<Scope>): Promise<SubgraphResponse>
}

/** Why there is no answer; in the error's `reason`. */
export type SubgraphFailure = 'unreachable' | 'timeout' | 'too large' | 'invalid answer'

/** The error that stands for an answer. It names the subgraph and the reason, and no address. */
export const failedResponse = (serviceName: string, reason: SubgraphFailure, message: string): SubgraphResponse => ({
  errors: [{ message, extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName, reason } }],
})

/**
 * Reads what a subgraph answered, as an answer whose shape the executor trusts. Data without errors must be
 * there: null for all of it is no answer. Errors that are null or an empty list are none. Where errors come
 * with entities that cannot be used, the errors stand: they are the subgraph's own reason.
 * @returns undefined for what is no answer to the request.
 */
export function readSubgraphResponse(
  value: unknown,
  { variables: { representations } }: Pick<SubgraphRequest, 'variables'>,
): SubgraphResponse | undefined {
  if (!isRecord(value)) return undefined
  const { data, errors, extensions } = value
  if (!isNothing(data) && !isRecord(data)) return undefined
  if (!isNothing(extensions) && !isRecord(extensions)) return undefined
  if (isNothing(errors) || (Array.isArray(errors) && errors.length === 0)) {
    if (!isRecord(data) || !hasEntities(data, representations)) return undefined
    return errors === undefined ? value : { ...value, errors: undefined }
  }
  if (!(Array.isArray(errors) && errors.every(isError))) return undefined
  return isRecord(data) && !hasEntities(data, representations) ? { ...value, data: undefined } : value
}

/** Checks that data has an entity for each representation, if any were sent. */
function hasEntities({ _entities: entities }: Record<string, unknown>, representations: unknown): boolean {
  if (!Array.isArray(representations)) return true
  return Array.isArray(entities) && entities.length === representations.length
}

const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isError = (value: unknown): boolean =>
  isRecord(value) &&
  (value['message'] === undefined || typeof value['message'] === 'string') &&
  (value['path'] === undefined || value['path'] === null || Array.isArray(value['path']))
