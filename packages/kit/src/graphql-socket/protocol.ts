import { GraphQLError, type FormattedExecutionResult } from 'graphql'
import { makeServer, type Server, type ServerOptions } from 'graphql-ws'
import { RequestFault } from '../errors/index.js'
import type { Viewer } from '../auth/index.js'
import { formatGraphqlError } from '../graphql/format-error.js'
import type { RequestContext } from '../graphql/request-context.js'
import type { SubgraphApp } from '../graphql/subgraph-app.js'
import { subscribeOperation, type ValidOperation } from '../graphql/subscribe-operation.js'
import { closings } from './close-codes.js'
import type { SocketLimits } from './limits.js'
import { createPrepareOperation, type PrepareOperation } from './prepare-operation.js'
import type { WrittenBatch } from './written-batch.js'
import { sendWritten } from './written-messages.js'

/** The data of a connection besides its protocol. */
export interface SocketConnection {
  readonly headers: ReadonlyMap<string, string>
  readonly remoteAddress: string
  /** Where none is given. */
  readonly requestId: string
  /** Sends a message of text past the protocol. */
  send(message: Buffer): Promise<void>
  /** Results that go to a gateway's clients as they are. */
  readonly batch: WrittenBatch
  close(closing: { code: number; reason: string }): void
  /** Closes with 4403 when the viewer's token expires or is revoked. */
  endWith(viewer: Viewer): void
}

/**
 * The client of one subscription: the connection's headers, overridden by those of the subscription itself.
 */
interface Asked {
  /** Of the subscription. */
  readonly id: string
  readonly verbatim: ValidOperation | undefined
  readonly accessOnly: boolean
  readonly forAll: boolean
  readonly headers: ReadonlyMap<string, string>
  readonly requestId: string
  readonly connection: SocketConnection
}

type Params = Readonly<Record<string, unknown>>

/**
 * The graphql-transport-ws protocol for a subgraph. A token comes in connection_init as `authorization`, or
 * in the header of the upgrade. A connection that carries several users, as the gateway's may, sends headers
 * with each subscription, in its `extensions.headers`; they are checked in the same way.
 */
export function createProtocol<TContext extends RequestContext>(
  app: SubgraphApp<TContext>,
  options: { introspection: boolean; limits: SocketLimits },
): Server<SocketConnection> {
  const { limits } = options
  const prepare = createPrepareOperation({ schema: app.schema, introspection: options.introspection })

  const onConnect: Hooks['onConnect'] = async ({ extra: connection, connectionParams }) => {
    const headers = headersOver(connection.headers, connectionParams)
    const { remoteAddress } = connection
    const requestId = requestIdOf(headers, connection)
    try {
      const { viewer } = await app.context({ headers, remoteAddress, requestId })
      if (viewer !== null) connection.endWith(viewer)
      return connectionParams?.['writtenResults'] === true ? { writtenResults: true } : true
    } catch (error) {
      if (!(error instanceof RequestFault)) throw error
      connection.close(error.code === 'UNAUTHENTICATED' ? closings.forbidden : closings.tryAgainLater)
      return false
    }
  }

  return makeServer<Params, SocketConnection>({
    schema: app.schema,
    connectionInitWaitTimeout: limits.initTimeoutMs,
    onConnect,
    onSubscribe: (
      { extra: connection, connectionParams, subscriptions },
      id,
      { query, variables, operationName, extensions },
    ) => {
      if (Object.keys(subscriptions).length > limits.subscriptionsPerConnectionMax)
        return [tooManySubscriptions(limits)]
      const document = prepare({ query, operationName })
      if (!('kind' in document)) return document
      const own = extensions?.['headers']
      const headers = headersOver(headersOver(connection.headers, connectionParams), isRecord(own) ? own : undefined)
      const requestId = requestIdOf(headers, connection)
      const asked: Asked = {
        id,
        headers,
        requestId,
        connection,
        verbatim: verbatimOf(extensions, prepare),
        accessOnly: extensions?.['accessOnly'] === true,
        forAll: extensions?.['forAll'] === true,
      }
      return { schema: app.schema, document, operationName, variableValues: variables, contextValue: asked }
    },
    subscribe: async ({ document, operationName, variableValues, contextValue }) => {
      const { id, headers, requestId, connection, verbatim, accessOnly, forAll } = contextValue as Asked
      const { remoteAddress } = connection
      const results = await subscribeOperation(app, {
        document,
        operationName: operationName ?? undefined,
        variables: variableValues ?? undefined,
        verbatim,
        accessOnly,
        forAll,
        requestId,
        context: () => app.context({ headers, remoteAddress, requestId }),
      })
      // onNext sends them as they are: formatted already.
      return (Symbol.asyncIterator in results ? sendWritten(results, { id, connection }) : results) as never
    },
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
    onError: (_context, _id, _payload, errors) =>
      errors.map(error => formatGraphqlError(error instanceof GraphQLError ? error.toJSON() : error, error)),
  })
}

type Hooks = ServerOptions<Params, SocketConnection>

const isRecord = (value: unknown): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The operation of a gateway's client; undefined where it asks for what only the supergraph has. */
function verbatimOf(extensions: Params | null | undefined, prepare: PrepareOperation): ValidOperation | undefined {
  const verbatim = extensions?.['verbatim']
  if (!isRecord(verbatim)) return undefined
  const { operationName, query, variables } = verbatim
  if (typeof query !== 'string') return undefined
  const name = typeof operationName === 'string' ? operationName : undefined
  const document = prepare({ query, operationName: name })
  return 'kind' in document
    ? { document, operationName: name, variables: isRecord(variables) ? variables : {} }
    : undefined
}

const REQUEST_ID = /^[\w.:-]{1,128}$/

const requestIdOf = (headers: ReadonlyMap<string, string>, { requestId }: SocketConnection): string => {
  const given = headers.get('x-request-id') ?? ''
  return REQUEST_ID.test(given) ? given : requestId
}

/** Names in lower case; values that are no text are left out. */
function headersOver(headers: ReadonlyMap<string, string>, own: Params | undefined): ReadonlyMap<string, string> {
  if (own === undefined) return headers
  const texts = Object.entries(own).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return new Map([...headers, ...texts.map(([name, value]): [string, string] => [name.toLowerCase(), value])])
}

function tooManySubscriptions({ subscriptionsPerConnectionMax: max }: SocketLimits): GraphQLError {
  const message = `A connection may have at most ${max} subscriptions`
  return new GraphQLError(message, {
    originalError: new RequestFault('LIMIT_EXCEEDED', message, { limit: 'subscriptions', max }),
  })
}
