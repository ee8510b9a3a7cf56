import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server'
import {
  Kind,
  visit,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { isSignedCaller, type InternalSecret } from '../auth/index.js'
import { RequestFault } from '../errors/index.js'
import { graphqlErrorOf } from './format-error.js'
import { compileCost, type OperationCost } from './operation-cost.js'
import type { RequestContext } from './request-context.js'

/**
 * In objects that may be answered. The gateway joins entities of many requests into one operation, so its
 * share is larger.
 */
export const COST_LIMITS = { ofSigned: 10_000_000, ofOthers: 100_000 } as const

const SDL_FIELD = '_service'

/**
 * Rules that depend on the caller of a subgraph: holders of the internal secret, such as the gateway and
 * composition, may read the schema's text; other callers may not, and have a lower cost limit for an
 * operation.
 */
export function callerLimits<TContext extends RequestContext>(secret: InternalSecret): ApolloServerPlugin<TContext> {
  const costs = new WeakMap<OperationDefinitionNode, OperationCost>()
  const costOf = (operation: OperationDefinitionNode, document: DocumentNode, schema: GraphQLSchema): OperationCost => {
    const known = costs.get(operation)
    if (known !== undefined) return known
    const made = compileCost(operation, document, schema)
    costs.set(operation, made)
    return made
  }
  const check: NonNullable<GraphQLRequestListener<TContext>['didResolveOperation']> = asked => {
    const { request, source, document, operation, schema } = asked
    const isSigned = () => request.http !== undefined && isSignedCaller(secret, request.http.headers)
    // A search of the text costs less than a walk through the document.
    if (source.includes(SDL_FIELD) && asksForSdl(document) && !isSigned())
      throw graphqlErrorOf(new RequestFault('FORBIDDEN', 'Only the gateway may ask for the schema'))
    if (operation === undefined) return done
    const cost = costOf(operation, document, schema)(request.variables ?? {})
    if (cost <= COST_LIMITS.ofOthers) return done
    const max = isSigned() ? COST_LIMITS.ofSigned : COST_LIMITS.ofOthers
    if (cost > max) throw tooCostly(max)
    return done
  }
  // Made once, since every request passes here.
  const listener = Promise.resolve<GraphQLRequestListener<TContext>>({ didResolveOperation: check })
  return { requestDidStart: () => listener }
}

const done = Promise.resolve()

function asksForSdl(document: DocumentNode): boolean {
  let found = false
  visit(document, {
    [Kind.FIELD]: ({ name }) => {
      found ||= name.value === SDL_FIELD
    },
  })
  return found
}

const tooCostly = (max: number): GraphQLError =>
  graphqlErrorOf(
    new RequestFault('LIMIT_EXCEEDED', `The operation may have more than ${max} objects answered`, {
      limit: 'cost',
      max,
    }),
  )
