import { randomUUID } from 'node:crypto'
import {
  execute,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFormattedError,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { formatGraphqlError, noteUnexpectedErrors } from './format-error.js'
import type { RequestContext } from './request-context.js'
import type { SubgraphApp } from './subgraph-app.js'

/** One operation of a query plan, and the headers that the gateway would send with it. */
export interface LocalRequest {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly operationName?: string
  readonly headers: ReadonlyMap<string, string>
  readonly remoteAddress: string
}

export interface LocalResult {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly GraphQLFormattedError[]
}

/** Plans are few and their operations repeat: parsed once. */
const DOCUMENTS_MAX = 5_000

/**
 * Answers a gateway's operations in its own process: no HTTP, no serialization, no second validation (a plan's operation is
 * valid by construction). Who asks is checked all the same, and unexpected errors are masked and logged as over HTTP.
 */
export function createLocalExecutor<TContext extends RequestContext>(
  app: SubgraphApp<TContext>,
): (request: LocalRequest) => Promise<LocalResult> {
  const documents = new LRUCache<string, DocumentNode>({ max: DOCUMENTS_MAX })
  const documentOf = (query: string): DocumentNode => {
    const known = documents.get(query)
    if (known !== undefined) return known
    const document = parse(query, { noLocation: true })
    documents.set(query, document)
    return document
  }

  /** Contexts of reads that came within this tick, by request and identity. */
  const contexts = new Map<string, Promise<TContext>>()
  const contextOf = (request: LocalRequest, requestId: string): Promise<TContext> => {
    const { headers, remoteAddress } = request
    const make = () => app.context({ headers, remoteAddress, requestId })
    if (isMutation(documentOf(request.query))) return make()
    // A plan asks for the same entities at many places at once: one context, and with it one set of loaders, reads them
    // together. No longer than a tick: what another subgraph changes in between must be seen by the next fetch.
    const key = JSON.stringify([requestId, headers.get('authorization'), remoteAddress])
    const known = contexts.get(key)
    if (known !== undefined) return known
    const made = make()
    contexts.set(key, made)
    setImmediate(() => contexts.delete(key))
    return made
  }

  return async request => {
    const requestId = request.headers.get('x-request-id') ?? randomUUID()
    try {
      const contextValue = await contextOf(request, requestId)
      const result = (await execute({
        schema: app.schema,
        document: documentOf(request.query),
        contextValue,
        variableValues: request.variables,
        operationName: request.operationName,
      })) as ExecutionResult<Record<string, unknown>>
      return format(result, requestId)
    } catch (error) {
      return format({ errors: [asGraphqlError(error)] }, requestId)
    }
  }

  function format(result: ExecutionResult<Record<string, unknown>>, requestId: string): LocalResult {
    const { data, errors } = result
    if (errors === undefined || errors.length === 0) return data === undefined ? {} : { data }
    noteUnexpectedErrors(errors, { requestId, logger: app.logger })
    return {
      ...(data !== undefined && { data }),
      errors: errors.map(error => formatGraphqlError(error.toJSON(), error)),
    }
  }
}

const isMutation = (document: DocumentNode): boolean =>
  document.definitions.some(
    definition => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.MUTATION,
  )

const asGraphqlError = (error: unknown): GraphQLError => {
  const cause = error instanceof Error ? error : new Error(String(error))
  return new GraphQLError(cause.message, { originalError: cause })
}
