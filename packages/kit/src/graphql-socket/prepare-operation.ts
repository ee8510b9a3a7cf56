import {
  getOperationAST,
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { RequestFault } from '../errors/index.js'
import { exceededLimits } from '../graphql/operation-limits.js'

/** Lexical tokens of one operation, as over HTTP. */
const TOKENS_MAX = 10_000
/** Operations are few and repeat: each is parsed and validated once. */
const OPERATIONS_MAX = 2_000
/** A list of all that is wrong with an operation would be a way to make us work. */
const ERRORS_MAX = 20

/**
 * The document of a valid subscription, or why it is none. Everything but subscriptions is refused: that is
 * for HTTP.
 */
export type PrepareOperation = (asked: {
  query: string
  operationName?: string | null | undefined
}) => DocumentNode | readonly GraphQLError[]

export function createPrepareOperation(options: { schema: GraphQLSchema; introspection: boolean }): PrepareOperation {
  const { schema, introspection } = options
  const rules = [...specifiedRules, ...(introspection ? [] : [NoSchemaIntrospectionCustomRule])]
  const known = new LRUCache<string, DocumentNode>({ max: OPERATIONS_MAX })

  return ({ query, operationName }) => {
    try {
      const document = known.get(query) ?? parse(query, { maxTokens: TOKENS_MAX, noLocation: true })
      const operation = getOperationAST(document, operationName)
      if (!operation) return [badRequest('Expected one operation, or "operationName" to name one of several')]
      if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
        return [badRequest('Only subscriptions are served over WebSocket: send queries and mutations over HTTP')]
      if (known.has(query)) return document
      // graphql-js 16 throws at those while it validates.
      const isConditional = document.definitions.some(
        node =>
          node.kind === Kind.OPERATION_DEFINITION &&
          node.operation === OperationTypeNode.SUBSCRIPTION &&
          node.selectionSet.selections.some(({ directives }) =>
            directives?.some(({ name }) => name.value === 'skip' || name.value === 'include'),
          ),
      )
      if (isConditional) return [invalid('The root field of a subscription cannot have @skip or @include')]
      const tooLarge = exceededLimits(document)
      if (tooLarge.length > 0) return tooLarge
      const errors = validate(schema, document, rules, { maxErrors: ERRORS_MAX })
      if (errors.length > 0) return errors.map(error => invalid(error.message))
      known.set(query, document)
      return document
    } catch (error) {
      // formatGraphqlError knows the message of the token limit.
      return [withCode(error instanceof Error ? error.message : String(error), 'GRAPHQL_PARSE_FAILED')]
    }
  }
}

const asError = (fault: RequestFault) => new GraphQLError(fault.message, { originalError: fault })
const badRequest = (message: string) => asError(new RequestFault('BAD_REQUEST', message))
const withCode = (message: string, code: string) => new GraphQLError(message, { extensions: { code } })
const invalid = (message: string) => withCode(message, 'GRAPHQL_VALIDATION_FAILED')
