import { RequestFault } from '@waystone/kit/errors'
import { measureOperations, type OperationSize } from '@waystone/kit/operation-size'
import { GraphQLError, Kind, type ASTVisitor, type DocumentNode, type ValidationRule } from 'graphql'
import type { CountExceeded } from './limit-metrics.js'
import { countOverlaps } from './operation-overlaps.js'
import { valueDepth } from './value-depth.js'

/** The most that an operation may have, its fragments written out. */
export interface SizeLimits extends OperationSize {
  /** Pairs of fields at one place, and of fragments, that validation would compare. */
  readonly overlaps: number
  /** Lists and objects within each other, in arguments. */
  readonly valueDepth: number
}

const words: Record<keyof SizeLimits, string> = {
  depth: 'levels of fields',
  fields: 'fields',
  rootFields: 'root fields',
  mutationFields: 'root fields of a mutation',
  aliases: 'aliases',
  directives: 'directives',
  overlaps: 'pairs of fields or fragments at one place',
  valueDepth: 'levels of values',
}

/**
 * Refuses operations that are too large, before the validation rules visit them: these take quadratic time.
 * graphql-js gives every rule the document first; one that is too large is replaced by an empty document, so
 * that no rule visits it.
 */
export const useSizeLimits =
  (limits: SizeLimits, countExceeded: CountExceeded): ValidationRule =>
  context => {
    const visitor: ASTVisitor = {
      Document: (document: DocumentNode) => {
        const exceeded = exceededBy(document, limits)
        for (const [limit, found] of exceeded) {
          countExceeded(limit)
          context.reportError(limitExceeded(limit, words[limit], limits[limit], found))
        }
        return exceeded.length > 0 ? { kind: Kind.DOCUMENT, definitions: [] } : undefined
      },
    }
    return visitor
  }

function exceededBy(document: DocumentNode, limits: SizeLimits): [keyof SizeLimits, number][] {
  const size = measureOperations(document)
  const exceeded = (Object.keys(size) as (keyof OperationSize)[]).filter(limit => size[limit] > limits[limit])
  if (exceeded.length > 0) return exceeded.map(limit => [limit, size[limit]])
  const further = { overlaps: countOverlaps(document), valueDepth: valueDepth(document, limits.valueDepth) }
  return (Object.keys(further) as (keyof typeof further)[]).flatMap(limit =>
    further[limit] > limits[limit] ? [[limit, further[limit]]] : [],
  )
}

/** Creates the error, with the limit's name, its value and the operation's. */
export function limitExceeded(limit: string, what: string, max: number, found: number): GraphQLError {
  const fault = new RequestFault('LIMIT_EXCEEDED', `The operation has ${found} ${what}; at most ${max} are allowed`, {
    limit,
    max,
    found,
  })
  return new GraphQLError(fault.message, { originalError: fault })
}
