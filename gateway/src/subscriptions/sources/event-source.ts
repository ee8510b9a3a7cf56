import type { GraphQLFormattedError } from 'graphql'
import type { GatewayContext } from '../../context.js'
import type { SubgraphResponse } from '../../data-sources/data-source.js'
import type { NumberPlaces } from '../../exact-numbers/number-places.js'
import { codeOf } from '../../execution/plan/subgraph-errors.js'
import type { Resumption } from '../operations/resumption.js'

/** Events of one source that are being answered at once: more of them would only wait in memory. */
export const UNDER_WAY_MAX = 256

/** A subscription to the owner of the events. */
export interface SourceRequest {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  /** Where events hold custom scalars: the source keeps all digits of their numbers. */
  readonly numbers: NumberPlaces | undefined
  /** On whose behalf: its token goes along. */
  readonly context: GatewayContext
  /** Resumes the stream where it was lost; null when it can only start again. */
  readonly resumption: Resumption | null
}

/** Hears of one stream. After `error` or `complete`, and after the stream was closed, nothing more comes. */
export interface SourceListener {
  /**
   * The event belongs to the listener, who may change it.
   * @returns resolves when it has been answered. A source that has too many under way reads no further.
   */
  next(event: SubgraphResponse): Promise<void>
  error(errors: readonly GraphQLFormattedError[]): void
  complete(): void
}

/** A way to subscribe at one subgraph. */
export interface EventSource {
  /** @returns what closes the stream. Never throws, and calls the listener only later. */
  open(request: SourceRequest, listener: SourceListener): () => void
  /** Streams that are open. */
  readonly size: number
  close(): void
}

/** An error of the subgraph's own, or one about it, as clients get it. */
export const sourceError = (serviceName: string, error: GraphQLFormattedError): GraphQLFormattedError => ({
  message: error.message,
  ...(error.path !== undefined && { path: error.path }),
  extensions: { ...error.extensions, code: codeOf(error), serviceName },
})
