import type { GraphQLFormattedError } from 'graphql'
import type { GatewayContext } from '../../requests/gateway-context.js'
import type { SubgraphResponse } from '@waystone/federation/contract'
import type { NumberPlaces } from '@waystone/federation/exact-numbers'
import { codeOf } from '@waystone/federation'
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
  /**
   * The client's own operation, which `query` is the whole plan of: the subgraph may write results for it, and
   * clients get their bytes. Null where the client's answer is another than the subgraph's.
   */
  readonly verbatim: VerbatimRequest | null
  /** Events are told with their ids, from after this one on; null: from now on. Only with a resumption. */
  readonly startAfter?: string | null
  /**
   * True where only access is wanted: a subgraph that knows of it answers with `extensions.access` "granted" or
   * "own", may change the first to the second later, and ends the stream with the viewer's access.
   */
  readonly accessOnly?: boolean
  /** True where the events go to all viewers with access, not only to the one in whose name they are asked for. */
  readonly forAll?: boolean
}

export interface VerbatimRequest {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

/** Hears of one stream. After `error` or `complete`, and after the stream was closed, nothing more comes. */
export interface SourceListener {
  /**
   * The event belongs to the listener, who may change it.
   * @param id where the request has `startAfter`
   * @returns resolves when it has been answered. A source that has too many under way reads no further.
   */
  next(event: SubgraphResponse, id?: string | null): Promise<void>
  /**
   * An event as the client's whole answer, which the subgraph has written: JSON in UTF-8, in parts.
   * @returns resolves when the client can take more; undefined when it can now. In between the source gives
   * nothing: what a slow client has missed is not kept, since such a stream begins with all that is to be known.
   */
  written(parts: readonly Buffer[]): Promise<void> | undefined
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
