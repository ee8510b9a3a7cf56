import { createHash } from 'node:crypto'
import { withoutSuggestions } from '@waystone/kit/graphql-server'
import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type ValidationRule,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Epoch } from '@waystone/federation'
import type { Operation } from '@waystone/federation/contract'
import { rootConditions } from './root-field.js'

/** A document that was looked into for an epoch. */
export type ExaminedDocument =
  | {
      readonly kind: 'subscription'
      readonly document: DocumentNode
      /** SHA-256 of the text, in hexadecimal. */
      readonly hash: string
      readonly operation: Operation
    }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }
  /** A query or a mutation: not looked into any further. */
  | { readonly kind: 'other' }

/** Looks into a document: parses and validates it, each once for an epoch. */
export type SubscriptionDocuments = (epoch: Epoch, query: string, operationName: string | undefined) => ExaminedDocument

const DOCUMENTS_MAX = 2_000
/** Texts of documents, together, in characters. */
const TEXTS_MAX = 20_000_000

const createCache = () =>
  new LRUCache<string, ExaminedDocument>({
    max: DOCUMENTS_MAX,
    maxSize: TEXTS_MAX,
    sizeCalculation: (_, key) => key.length,
  })

export interface DocumentRules {
  /** Beside those of GraphQL, and before them. */
  readonly rules: readonly ValidationRule[]
  /** Lexical tokens. */
  readonly tokensMax: number
  /** True when errors may suggest names that the schema has instead. */
  readonly suggests: boolean
}

export function createSubscriptionDocuments(rules: DocumentRules): SubscriptionDocuments {
  const byEpoch = new WeakMap<Epoch, LRUCache<string, ExaminedDocument>>()
  return (epoch, query, operationName) => {
    const known = byEpoch.get(epoch) ?? createCache()
    byEpoch.set(epoch, known)
    // By the text itself: its SHA-256 would be 2 % of what a command to the world costs. The length keeps apart what
    // clients choose.
    const key = `${operationName?.length ?? 'none'} ${operationName ?? ''}${query}`
    const found = known.get(key)
    if (found !== undefined) return found
    const hash = createHash('sha256').update(query).digest('hex')
    const examined = examine({ query, operationName, hash }, epoch, rules)
    known.set(key, examined)
    return examined
  }
}

function examine(
  { query, operationName, hash }: { query: string; operationName: string | undefined; hash: string },
  epoch: Epoch,
  { rules, tokensMax, suggests }: DocumentRules,
): ExaminedDocument {
  let document: DocumentNode
  try {
    document = parse(query, { maxTokens: tokensMax })
  } catch (error) {
    return { kind: 'refused', errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] }
  }
  const operation = operationIn(document, operationName)
  if (operation?.definition.operation !== OperationTypeNode.SUBSCRIPTION) return { kind: 'other' }
  const conditions = rootConditions(operation)
  const errors = conditions.length > 0 ? conditions : validateSafely(document, epoch, { rules, suggests })
  return errors.length > 0 ? { kind: 'refused', errors } : { kind: 'subscription', document, hash, operation }
}

/**
 * Null for a document that does not select one of its operations: the handler of queries reports the fault.
 */
function operationIn(document: DocumentNode, operationName: string | undefined): Operation | null {
  const fragments: Record<string, FragmentDefinitionNode> = {}
  const operations: OperationDefinitionNode[] = []
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition)
  }
  const [definition, another] = operations.filter(
    ({ name }) => operationName === undefined || name?.value === operationName,
  )
  return definition === undefined || another !== undefined ? null : { definition, fragments }
}

/** graphql-js 16 throws on some documents that it should report: another operation of this one may have such a root. */
function validateSafely(
  document: DocumentNode,
  epoch: Epoch,
  { rules, suggests }: Pick<DocumentRules, 'rules' | 'suggests'>,
): readonly GraphQLError[] {
  try {
    const errors = validate(epoch.schema, document, [...rules, ...specifiedRules])
    return errors.map(error => {
      if (!suggests) error.message = withoutSuggestions(error.message)
      return withCode(error, 'GRAPHQL_VALIDATION_FAILED')
    })
  } catch (error) {
    return [withCode(error, 'GRAPHQL_VALIDATION_FAILED')]
  }
}

/** An error that was made from a cause, or has a code, keeps it. */
function withCode(error: unknown, code: string): GraphQLError {
  if (!(error instanceof GraphQLError))
    return new GraphQLError(error instanceof Error ? error.message : String(error), { extensions: { code } })
  const { message, nodes, source, positions, originalError, extensions } = error
  if (originalError !== undefined || extensions['code'] !== undefined) return error
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    extensions: { code },
  })
}
