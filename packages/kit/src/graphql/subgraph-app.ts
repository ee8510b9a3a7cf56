import type { GraphQLSchema } from 'graphql'
import type { InternalSecret, Viewer } from '../auth/index.js'
import type { HttpRequest, Readiness, Route } from '../http/index.js'
import type { Logger } from '../logger/index.js'
import type { Registry } from '../metrics/index.js'
import type { ReplayRequest, ReplayResult } from '../outbox/index.js'
import type { InternalHandler, RefusedCall } from '../service-client/index.js'
import type { Tracing } from '../tracing/index.js'
import type { RequestContext } from './request-context.js'

/** The app that every subgraph's `createApp` returns: the same interface for all subgraphs. */
export interface SubgraphApp<TContext extends RequestContext = RequestContext> {
  readonly name: string
  readonly schema: GraphQLSchema
  readonly logger: Logger
  readonly metrics: Registry
  /** Of the requests that it answers; null where nothing is traced. */
  readonly tracing?: Tracing | null
  /** @throws RequestFault UNAUTHENTICATED when the request carries a token that is not valid. */
  context(request: Pick<HttpRequest, 'headers' | 'remoteAddress' | 'requestId'>): Promise<TContext>
  /** Calls `ended` once the viewer's token has expired or is revoked. @returns what ends the watching. */
  watchAccess(viewer: Viewer, ended: () => void): () => void
  /** Signs this service's calls, and verifies those of other services. */
  readonly internalSecret: InternalSecret
  /** Answers to calls of other services. */
  readonly internal: readonly InternalHandler[]
  /** Keeps a call that was refused where operators find it. */
  recordRefusal(call: RefusedCall): void
  /** Routes besides GraphQL, such as the JWKS. */
  readonly routes: readonly Route[]
  /** The checks behind /readyz. */
  readonly readiness: Readiness
  /** Applies events again that could not be applied; may run while another process of this subgraph consumes. */
  replayDeadLetters(request: ReplayRequest): Promise<ReplayResult>
  /** Relay, consumers and jobs. */
  start(): Promise<void>
  /**
   * Gives up what only one process of the subgraph has; the first step of a planned end, after which it still
   * serves what is under way.
   */
  handOver?(): Promise<void>
  close(): Promise<void>
}
