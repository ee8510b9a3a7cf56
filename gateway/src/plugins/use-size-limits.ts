import { RequestFault } from '@waystone/kit/errors'
import { GraphQLError, Kind, type ASTVisitor, type DocumentNode, type ValidationRule } from 'graphql'
import { measureOperations, type OperationSize } from './operation-size.js'

/** The most that an operation may have, its fragments written out. */
export type SizeLimits = OperationSize

const words: Record<keyof OperationSize, string> = {
  depth: 'levels of fields',
  fields: 'fields',
  rootFields: 'root fields',
  aliases: 'aliases',
  directives: 'directives',
}

/**
 * Refuses operations that are too large, before validation looks into them: its own rules take quadratic time. graphql-js
 * gives every rule the document first; the one that is too large is replaced by an empty one, so that nobody visits it.
 */
export const useSizeLimits =
  (limits: SizeLimits): ValidationRule =>
  context => {
    const visitor: ASTVisitor = {
      Document: (document: DocumentNode) => {
        const size = measureOperations(document)
        const exceeded = (Object.keys(words) as (keyof OperationSize)[]).filter(limit => size[limit] > limits[limit])
        for (const limit of exceeded)
          context.reportError(limitExceeded(limit, words[limit], limits[limit], size[limit]))
        return exceeded.length > 0 ? { kind: Kind.DOCUMENT, definitions: [] } : undefined
      },
    }
    return visitor
  }

/** Names the limit, what it allows and what came. */
export function limitExceeded(limit: string, what: string, max: number, found: number): GraphQLError {
  const fault = new RequestFault('LIMIT_EXCEEDED', `The operation has ${found} ${what}; at most ${max} are allowed`, {
    limit,
    max,
    found,
  })
  return new GraphQLError(fault.message, { originalError: fault })
}
