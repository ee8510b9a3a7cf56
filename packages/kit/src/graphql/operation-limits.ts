import { GraphQLError, Kind, type DocumentNode, type ValidationRule } from 'graphql'
import { RequestFault } from '../errors/index.js'
import { measureOperations, type OperationSize } from '../operation-size/index.js'

type LimitedSize = Pick<OperationSize, 'depth' | 'fields' | 'rootFields' | 'aliases'>

/**
 * A subgraph's limits for operations of any caller. The gateway's own limits are far stricter, and so are its
 * plans; these are for callers that reach a subgraph directly, and for a faulty gateway.
 */
export const OPERATION_LIMITS: LimitedSize = { depth: 40, fields: 20_000, rootFields: 200, aliases: 1_000 }

const words: Readonly<Record<keyof LimitedSize, string>> = {
  depth: 'levels of fields',
  fields: 'fields',
  rootFields: 'root fields',
  aliases: 'aliases',
}

/** Refuses operations that are too large before any other rule looks into them. */
export const limitOperations: ValidationRule = context => ({
  Document: document => {
    const exceeded = exceededLimits(document)
    for (const error of exceeded) context.reportError(error)
    // graphql-js gives each rule the document in turn: nothing is left of it to look into.
    return exceeded.length > 0 ? { kind: Kind.DOCUMENT, definitions: [] } : undefined
  },
})

/** An error for each limit that a document is over. */
export function exceededLimits(document: DocumentNode): GraphQLError[] {
  const size = measureOperations(document, { circles: 'endless', introspection: 'written out' })
  return (Object.keys(OPERATION_LIMITS) as (keyof LimitedSize)[])
    .filter(limit => size[limit] > OPERATION_LIMITS[limit])
    .map(limit => {
      const max = OPERATION_LIMITS[limit]
      const message = `The operation has more than ${max} ${words[limit]}, which is the most that is allowed`
      return new GraphQLError(message, { originalError: new RequestFault('LIMIT_EXCEEDED', message, { limit, max }) })
    })
}
