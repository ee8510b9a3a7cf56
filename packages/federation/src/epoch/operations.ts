import type { QueryPlan } from '@apollo/query-planner'
import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import type { AccessRules, Grants } from '../access/access-rules.js'
import { filterOperation } from '../access/filter-operation.js'
import { compileNeededPolicies, type NeededPolicies } from '../access/needed-policies.js'
import { deferOperation, hasDefer, withoutDefer, type DeferredOperation } from '../planning/defer.js'
import type { PlanningConditions } from '../planning/bounded-planner.js'
import type { Operation } from '../contract/operation.js'
import type { Plan } from '../planning/planner.js'

/** The prepared operation that runs for all viewers with the same grants. */
export interface PreparedOperation {
  /** As the client wrote it. */
  readonly operation: Operation
  /** Without the fields that these viewers may not see; null when no field is left. */
  readonly allowed: Operation | null
  /** Numbers of the access rules that these viewers do not fulfil. */
  readonly refused: ReadonlySet<number>
  /** Null exactly when `allowed` is. It defers what `allowed` defers. */
  readonly plan: QueryPlan | null
}

export interface Operations {
  /**
   * Filters and plans an operation; a repeat costs two look-ups.
   * @param options.key the document's hash: two documents must never share it.
   * @param options.overrides labels of @override that apply to the request; left out, none does.
   * @param options.deferBy the request's variables, when its client takes an answer in parts; otherwise
   * nothing is deferred.
   * @throws GraphQLError for an operation that the document does not have, or that cannot be planned.
   */
  prepare(
    document: DocumentNode,
    options: {
      key: string
      operationName: string | undefined
      grants: Grants
      overrides?: ReadonlySet<string>
      deferBy?: Variables | undefined
    },
  ): PreparedOperation
  /**
   * Names of the policies that the operation needs decisions about, in alphabetical order.
   * @param options.variables as the client sent them.
   * @throws GraphQLError for an operation that the document does not have.
   */
  policiesOf(
    document: DocumentNode,
    options: { key: string; operationName: string | undefined; variables: Variables },
  ): readonly string[]
  /** Those that were prepared most often, by falling count. */
  busiest(max: number): readonly BusyOperation[]
}

/** An operation that may be worth preparing elsewhere. */
export interface BusyOperation {
  readonly document: DocumentNode
  readonly key: string
  readonly operationName: string | undefined
  /** The groups of viewers that have requested it: those with all grants that it needs, and the rest. */
  readonly isAsked: { readonly byGranted: boolean; readonly byOthers: boolean }
}

interface ExaminedOperation extends BusyOperation {
  readonly isAsked: { byGranted: boolean; byOthers: boolean }
  uses: number
  /** To be answered all at once. */
  readonly operation: Operation
  /** With its @defer; null when it has none. */
  readonly deferrable: Operation | null
  readonly rules: readonly number[]
  readonly policies: NeededPolicies
}

type Variables = Readonly<Record<string, unknown>>

export function createOperations(epoch: {
  schema: GraphQLSchema
  access: AccessRules
  plan: Plan
  /** Hears of each look-up. */
  countPlans?: ((outcome: 'known' | 'made') => void) | undefined
  /** As many are kept. */
  operationsMax: number
}): Operations {
  const { schema, access, plan, countPlans, operationsMax } = epoch
  const known = new LRUCache<string, ExaminedOperation>({ max: operationsMax })
  const prepared = new LRUCache<string, PreparedOperation>({ max: operationsMax })

  const examine = (
    document: DocumentNode,
    { key, operationKey, operationName }: { key: string; operationKey: string; operationName: string | undefined },
  ): ExaminedOperation => {
    const found = known.get(operationKey)
    if (found !== undefined) return found
    const written = findOperation(document, operationName)
    const defers = hasDefer(written)
    const operation = defers ? withoutDefer(written) : written
    const rules = access.rulesIn(operation, schema)
    const examined = {
      document,
      key,
      operationName,
      isAsked: { byGranted: false, byOthers: false },
      uses: 0,
      operation,
      deferrable: defers ? written : null,
      rules,
      policies: compileNeededPolicies(operation, { schema, access, rules }),
    }
    known.set(operationKey, examined)
    return examined
  }

  /**
   * Null where the planner fails at it, as it does for some fragments within fragments: then all is answered
   * at once.
   */
  const planDeferred = (
    allowed: Operation,
    whole: Pick<PreparedOperation, 'operation' | 'refused'>,
    conditions: PlanningConditions,
  ): PreparedOperation | null => {
    try {
      return { ...whole, allowed, plan: plan(allowed, conditions) }
    } catch {
      return null
    }
  }

  return {
    policiesOf: (document, { key, operationName, variables }) =>
      examine(document, { key, operationKey: operationKeyOf(key, operationName), operationName }).policies(variables),
    busiest: max => [...known.values()].toSorted((a, b) => b.uses - a.uses).slice(0, max),
    prepare: (document, { key, operationName, grants, overrides = noOverrides, deferBy }) => {
      const operationKey = operationKeyOf(key, operationName)
      const examined = examine(document, { key, operationKey, operationName })
      const { operation, deferrable, rules } = examined
      // Viewers share a plan when they are granted the same of what this operation needs.
      const refused = rules.length === 0 ? nothingRefused : new Set(rules.filter(rule => !grants.has(rule)))
      examined.uses++
      examined.isAsked[refused.size === 0 ? 'byGranted' : 'byOthers'] = true
      // Refused fields are part of the whole answer, so such an operation is not deferred.
      const isDeferrable = refused.size === 0 && deferBy !== undefined && deferrable !== null
      const deferred = isDeferrable ? deferOperation(deferrable, deferBy) : null
      const preparedKey = preparedKeyOf(operationKey, { refused, deferred, overrides })
      const existing = prepared.get(preparedKey)
      countPlans?.(existing === undefined ? 'made' : 'known')
      if (existing !== undefined) return existing
      const allowed = refused.size === 0 ? operation : filterOperation(operation, { schema, access, refused })
      const made = (deferred && planDeferred(deferred.operation(), { operation, refused }, { overrides })) ?? {
        operation,
        allowed,
        refused,
        plan: allowed === null ? null : plan(allowed, { overrides }),
      }
      prepared.set(preparedKey, made)
      return made
    },
  }
}

const nothingRefused: ReadonlySet<number> = new Set()
const noOverrides: ReadonlySet<string> = new Set()

const operationKeyOf = (key: string, operationName: string | undefined): string =>
  operationName === undefined ? key : `${key}\n${operationName}`

function preparedKeyOf(
  operationKey: string,
  by: { refused: ReadonlySet<number>; deferred: DeferredOperation | null; overrides: ReadonlySet<string> },
): string {
  const { refused, deferred, overrides } = by
  const key = overrides.size === 0 ? operationKey : `${operationKey}\n^${[...overrides].join('\n^')}`
  if (deferred !== null) return `${key}\n~${deferred.key}`
  return refused.size === 0 ? key : `${key}\n!${[...refused].join()}`
}

function findOperation(document: DocumentNode, operationName: string | undefined): Operation {
  const fragments: Record<string, FragmentDefinitionNode> = {}
  const operations: OperationDefinitionNode[] = []
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition)
  }
  const named = operationName === undefined ? operations : operations.filter(o => o.name?.value === operationName)
  const [definition, another] = named
  if (definition === undefined)
    throw unresolved(
      operationName === undefined
        ? 'The document has no operation'
        : 'The document has no operation with the name that operationName gives',
    )
  if (another !== undefined) throw unresolved('The document has several operations: say which one by operationName')
  return { definition, fragments }
}

const unresolved = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } } })
