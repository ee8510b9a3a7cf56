import { randomUUID } from 'node:crypto'
import { execute, Kind, OperationTypeNode, parse, validate, type DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import { failedResult, formatResult, type LocalResult } from './format-result.js'
import type { RequestContext } from './request-context.js'
import type { SubgraphApp } from './subgraph-app.js'
import { subscribeOperation, type LocalResults, type ValidOperation } from './subscribe-operation.js'

/** One operation of a query plan, and the headers that the gateway would send with it. */
export interface LocalRequest {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly operationName?: string | undefined
  readonly headers: ReadonlyMap<string, string>
  readonly remoteAddress: string
  /** Of a subscription: see subscribeOperation. */
  readonly verbatim?: VerbatimRequest | undefined
  /** Of a subscription: see subscribeOperation. */
  readonly accessOnly?: boolean | undefined
  /** Of a subscription: see subscribeOperation. */
  readonly forAll?: boolean | undefined
}

/** The operation of the gateway's client, as the client wrote it. */
export interface VerbatimRequest {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

/** A subgraph as a gateway of the same process sees it. */
export interface LocalExecutor {
  execute(request: LocalRequest): Promise<LocalResult>
  /** Answers events as they come; where subscribing failed, the one answer that says why. Neither ever throws. */
  subscribe(request: LocalRequest): Promise<LocalResults | LocalResult>
}

/** Plans are few and their operations repeat: parsed once. */
const DOCUMENTS_MAX = 5_000

/**
 * Answers a gateway's operations in its own process: no HTTP, no serialization, no second validation (a
 * plan's operation is valid by construction). The viewer is checked all the same, and unexpected errors are
 * masked and logged as over HTTP.
 */
export function createLocalExecutor<TContext extends RequestContext>(app: SubgraphApp<TContext>): LocalExecutor {
  const documents = new LRUCache<string, DocumentNode>({ max: DOCUMENTS_MAX })
  const documentOf = (query: string): DocumentNode => {
    const known = documents.get(query)
    if (known !== undefined) return known
    const document = parse(query, { noLocation: true })
    documents.set(query, document)
    return document
  }

  const isValid = new LRUCache<string, boolean>({ max: DOCUMENTS_MAX })
  /** Undefined where the client's operation asks for what only the supergraph has. */
  const verbatimOperation = ({ query, ...rest }: VerbatimRequest): ValidOperation | undefined => {
    const known = isValid.get(query) ?? validate(app.schema, documentOf(query)).length === 0
    isValid.set(query, known)
    return known ? { document: documentOf(query), ...rest } : undefined
  }

  /** Contexts of reads that came within this tick, by request and identity. */
  const contexts = new Map<string, Promise<TContext>>()
  const contextOf = (request: LocalRequest, requestId: string): Promise<TContext> => {
    const { headers, remoteAddress } = request
    const make = () => app.context({ headers, remoteAddress, requestId })
    if (isMutation(documentOf(request.query))) return make()
    // A plan asks for the same entities at many places at once: one context, and with it one set of loaders,
    // reads them together. No longer than a tick: the next fetch must see changes that another subgraph makes
    // in between.
    const key = JSON.stringify([requestId, headers.get('authorization'), remoteAddress])
    const known = contexts.get(key)
    if (known !== undefined) return known
    const made = make()
    contexts.set(key, made)
    setImmediate(() => contexts.delete(key))
    return made
  }

  const requestIdOf = ({ headers }: LocalRequest): string => headers.get('x-request-id') ?? randomUUID()

  const executeLocally = async (request: LocalRequest): Promise<LocalResult> => {
    const requestId = requestIdOf(request)
    const about = { requestId, logger: app.logger }
    try {
      const contextValue = await contextOf(request, requestId)
      const result = await execute({
        schema: app.schema,
        document: documentOf(request.query),
        contextValue,
        variableValues: request.variables,
        operationName: request.operationName,
      })
      return formatResult(result, about)
    } catch (error) {
      return failedResult(error, about)
    }
  }

  return {
    execute: request => {
      const { tracing } = app
      if (tracing === null || tracing === undefined) return executeLocally(request)
      const served = {
        name: `answer ${app.name}`,
        traceparent: request.headers.get('traceparent'),
        attributes: { 'waystone.request.id': requestIdOf(request) },
      }
      return tracing.serve(served, () => executeLocally(request))
    },
    subscribe: async request => {
      const { headers, remoteAddress, operationName, variables, verbatim, accessOnly, forAll } = request
      const requestId = requestIdOf(request)
      try {
        return await subscribeOperation(app, {
          document: documentOf(request.query),
          operationName,
          variables,
          verbatim: verbatim && verbatimOperation(verbatim),
          accessOnly,
          forAll,
          requestId,
          context: () => app.context({ headers, remoteAddress, requestId }),
        })
      } catch (error) {
        return failedResult(error, { requestId, logger: app.logger })
      }
    },
  }
}

const isMutation = (document: DocumentNode): boolean =>
  document.definitions.some(
    definition => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.MUTATION,
  )
