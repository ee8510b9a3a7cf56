import type { DocumentNode, OperationTypeNode } from 'graphql'
import type { Operation, OperationResult, PolicyDecisions } from '@waystone/federation/contract'
import type { AdmitCredential, AdmitRequest, GatewayContext } from './gateway-context.js'
import type { GatewayEpoch } from './gateway-epoch.js'

/**
 * A feature of the gateway. Its hooks run in the order of the plugins, alike for operations that Apollo
 * Server answers and for those that bypass it, and over every transport. A hook that no plugin has costs
 * nothing; one that returns no promise is not awaited. To refuse, throw a RequestFault, or a GraphQLError
 * whose `extensions.http` may have a status and headers. State of one request is kept beside its `context`,
 * by createRequestNotes.
 */
export interface GatewayPlugin {
  /**
   * A credential has come that was not seen before, and checking it costs something, be it valid or not: may
   * refuse.
   */
  readonly onCredential?: AdmitCredential
  /** A request has come to a route that speaks another protocol and asks /graphql for its client: may refuse. */
  readonly onOtherProtocol?: AdmitRequest
  /** Before anything is known of the document: may refuse, or supply and replace `query` and `extensions`. */
  onRequest?(request: GatewayRequest): Promise<void> | void
  /** The operation is valid and its variables are right; nothing has been planned or asked yet: may refuse. */
  onOperation?(running: RunningOperation): Promise<void> | void
  /** There is a result, with errors as they were made: may add to its extensions, and response headers. */
  onResult?(running: RunningOperation, result: OperationResult): Promise<void> | void
  /** The answer is about to be sent: for logs and metrics. Every request that `onRequest` saw comes here once. */
  onEnd?(ended: EndedRequest): void
  /** A request that is no GraphQL request, or whose token is not valid: no other hook is called for it. */
  onTurnedAway?(reason: 'invalid' | 'unauthenticated'): void
}

/** A client's request, whatever its transport. */
export interface GatewayRequest {
  readonly context: GatewayContext
  /** In lower case; of the connection where a message has none. */
  readonly headers: ReadonlyMap<string, string>
  /** The whole of what came: `query`, `operationName`, `variables`, `extensions`, and what else there is. */
  readonly body: Readonly<Record<string, unknown>>
  /** Undefined when the client sends only a hash or an id. */
  query: string | undefined
  extensions: Readonly<Record<string, unknown>> | undefined
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>> | undefined
  /**
   * Reads the variables once more, with every digit of their numbers; it returns undefined when that would
   * change nothing.
   */
  readonly parseExactly: () => unknown
  /** Milliseconds since the request came. */
  readonly elapsedMs: () => number
}

/** A valid operation of an epoch, about to run. */
export interface RunningOperation {
  readonly request: GatewayRequest
  readonly context: GatewayContext
  /**
   * On whose behalf subgraphs were asked: another request's context where an execution is shared. Set when
   * there is a result.
   */
  readonly asked?: GatewayContext
  readonly epoch: GatewayEpoch
  /** The client's document, valid as a whole. */
  readonly document: DocumentNode
  /** The one that runs. */
  readonly operation: Operation
  readonly operationName: string | null
  /** SHA-256 of the document, in hexadecimal. */
  readonly documentHash: string
  /** As the client sent them: valid, without defaults. */
  readonly variables: Readonly<Record<string, unknown>>
  /** With defaults and parsed values. */
  readonly coercedVariables: Readonly<Record<string, unknown>>
  /** Set by the plugin that decides policies, in `onOperation`; the operation is planned by them. */
  policies?: PolicyDecisions
  /** Sent with the answer; names in lower case. */
  readonly responseHeaders: Map<string, string>
}

export interface EndedRequest {
  readonly request: GatewayRequest
  /** Null when the operation was not found valid, or its variables were wrong. */
  readonly running: RunningOperation | null
  /** Of the operation that was found in a valid document; null for any other. */
  readonly operation: { readonly name: string | null; readonly kind: OperationTypeNode } | null
  readonly documentHash: string | null
  /** Of HTTP. */
  readonly status: number
  /**
   * The part that answered: Apollo Server, the path around it, the hub of subscriptions, or a plugin that
   * refused before any of them.
   */
  readonly via: 'server' | 'thin path' | 'hub' | 'plugin'
  readonly errorCount: number
  /** `partial`: there is data beside errors. */
  readonly outcome: 'ok' | 'partial' | 'refused'
  readonly durationMs: number
}

export const outcomeOf = (result: { data?: unknown; errorCount: number }): EndedRequest['outcome'] => {
  if (result.errorCount === 0) return 'ok'
  return result.data === undefined || result.data === null ? 'refused' : 'partial'
}
