import type { QueryPlan } from '@apollo/query-planner'
import { OperationTypeNode, type DocumentNode } from 'graphql'
import { addRefusals, coerceForRefusals } from './answer/add-refusals.js'
import { compileOperation, type CompiledOperation } from './answer/compiled-operation.js'
import type { SubscriptionSource } from './answer/compiled-subscription.js'
import { createPlanSubscriber, type PlannedSubscription } from './answer/subscribe-plan.js'
import type { DataSource, SourceOf } from './contract/data-source.js'
import type { OperationResult } from './contract/operation-result.js'
import type { PolicyDecisions } from './contract/policy-decisions.js'
import { sharedObjects } from './contract/shared-objects.js'
import type { RequestScope } from './contract/request-scope.js'
import type { SchemaContract } from './epoch/contract-rules.js'
import { noCostRules, type CostRules, type ListSize } from './epoch/cost-rules.js'
import { createEpoch, type Epoch, type EpochOptions } from './epoch/epoch.js'
import type { PreparedOperation } from './epoch/operations.js'
import { codeOf } from './fetching/subgraph-errors.js'
import { createRepeatedAnswers, type RepeatOutcome } from './sharing/repeats/repeated-answers.js'
import { shareExecutions, type Execute, type ExecutePlan, type Execution } from './sharing/shared-executions.js'
import { shareReads, type ReadSharing } from './sharing/shared-reads.js'

export type { CostRules, ListSize }
export type { Epoch, EpochOptions, PlannedSubscription, RepeatOutcome, SchemaContract, SubscriptionSource }
export { addRefusals, codeOf, noCostRules, shareReads }

/** One supergraph, ready to run operations. A reload makes another engine. */
export interface Engine<Scope extends RequestScope = RequestScope> extends Epoch {
  /**
   * Names the policies that the operation needs decisions about, in alphabetical order: those of all selections
   * that @skip and @include leave in. None unless `policies` is `decided`.
   * @throws GraphQLError for an operation that the document does not have.
   */
  policiesOf(asked: Pick<Asked, 'document' | 'key' | 'operationName' | 'variables'>): readonly string[]
  /**
   * Finds the plan of an operation for a viewer. A repeat costs two look-ups.
   * @throws GraphQLError for an operation that the document does not have, or that cannot be planned.
   */
  prepare(asked: Asked<Scope>): PreparedOperation
  /**
   * Runs an operation that is valid. Fields that its viewer may not see are null, with an error each.
   * Rejects as `prepare` throws; what a subgraph does wrong is an error within the result.
   */
  execute(request: ExecuteRequest<Scope>): Promise<OperationResult>
  /** @returns null when the viewers of the prepared subscription may see none of it. */
  subscribe(prepared: PreparedOperation): PlannedSubscription | null
}

/** An operation of a valid document, and the request that it is for. */
export interface Asked<Scope extends RequestScope = RequestScope> {
  readonly document: DocumentNode
  /** The document's hash, or its text: two documents must never share it. */
  readonly key: string
  /** Needed where the document has several operations. */
  readonly operationName?: string | undefined
  /** As the client sent them: valid for the operation, without defaults. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly context: Scope
  /** The decisions about what `policiesOf` names; read only where the engine's `policies` is `decided`. */
  readonly policies?: PolicyDecisions | undefined
}

export interface ExecuteRequest<Scope extends RequestScope = RequestScope> extends Asked<Scope> {
  /** With defaults and parsed values, where the caller has them; made when they are needed otherwise. */
  readonly coercedVariables?: Readonly<Record<string, unknown>>
  /**
   * Called with the result before it is given back; may add to it, and may refuse by throwing.
   * @param asked on whose behalf subgraphs were asked: another request's where an execution is shared.
   */
  readonly onResult?: ((result: OperationResult, asked: Scope) => Promise<void> | void) | undefined
}

export interface EngineOptions<Scope extends RequestScope> extends EpochOptions {
  readonly supergraphSdl: string
  /** Called once for each subgraph, when the first operation runs. */
  readonly sourceOf: (subgraph: Epoch['subgraphs'][number]) => DataSource<Scope>
  /** Left out, no request has to do with another. */
  readonly sharing?: Sharing<Scope> | undefined
}

/** Ways to do equal work once. No answer differs by them; each is off where it is left out. */
export interface Sharing<Scope extends RequestScope> {
  /** Queries of equal scopes join an execution of the same plan and variables that is under way. */
  readonly executions?: {
    /** Equal for requests of which subgraphs hear the same, apart from their ids. */
    readonly scopeOf: (context: Scope) => string
  }
  /** Reads of equal scopes join equal ones under way, and entities of one tick become one request. */
  readonly reads?: ReadSharing<Scope>
  /** Answers whose subgraphs answer byte for byte what they answered before are given again. */
  readonly repeats?: {
    /** About what may be remembered; 0 for nothing. */
    readonly bytesMax: number
    readonly onOutcome?: (outcome: RepeatOutcome) => void
  }
}

/**
 * @throws Error saying what is wrong with the supergraph: it does not parse, or needs a feature that the
 * engine lacks.
 */
export function createEngine<Scope extends RequestScope = RequestScope>(options: EngineOptions<Scope>): Engine<Scope> {
  const { supergraphSdl, sharing = {} } = options
  const epoch = createEpoch(supergraphSdl, options)
  const sourceOf = lazySources(epoch, options)
  const executePlan = createPlanExecutor<Scope>(epoch, { sourceOf, repeats: sharing.repeats })
  const execute =
    sharing.executions === undefined ? alone(executePlan) : shareExecutions(executePlan, sharing.executions.scopeOf)

  const prepare = ({ document, key, operationName, variables, context, policies }: Asked<Scope>): PreparedOperation =>
    epoch.operations.prepare(document, {
      key,
      operationName,
      grants: epoch.access.grantsOf(context.viewer, policies),
      overrides: epoch.overrides.activeFor(context.viewer?.userId),
      deferBy: context.incremental === undefined ? undefined : variables,
    })

  return {
    ...epoch,
    policiesOf: ({ document, key, operationName, variables }) =>
      epoch.operations.policiesOf(document, { key, operationName, variables }),
    prepare,
    execute: async request => {
      const { context, variables, policies } = request
      const prepared = prepare(request)
      const { plan, allowed } = prepared
      const { answered, asked, isShared }: Execution<Scope> =
        plan === null || allowed === null
          ? { answered: { data: {} }, asked: context, isShared: false }
          : await execute({ plan, operation: allowed }, { variables, context })
      const { viewer } = context
      const coerced = request.coercedVariables ?? coerceForRefusals(prepared, { schema: epoch.schema, variables })
      const refused = addRefusals(answered, { prepared, variables: coerced, epoch, viewer, policies })
      const result: OperationResult = isShared ? ownResult(refused) : refused
      const pending = request.onResult?.(result, asked)
      if (pending !== undefined) await pending
      return result
    },
    subscribe: createPlanSubscriber(epoch, sourceOf),
  }
}

/** Looked up when they are first needed: a supergraph that never serves opens no connection. */
function lazySources<Scope extends RequestScope>(
  { subgraphs }: Epoch,
  { sourceOf, sharing }: Pick<EngineOptions<Scope>, 'sourceOf' | 'sharing'>,
): SourceOf<Scope> {
  const reads = sharing?.reads
  const open = (subgraph: Epoch['subgraphs'][number]): DataSource<Scope> =>
    reads === undefined ? sourceOf(subgraph) : shareReads(sourceOf(subgraph), reads)
  let sources: ReadonlyMap<string, DataSource<Scope>> | undefined
  return name => (sources ??= new Map(subgraphs.map(each => [each.name, open(each)]))).get(name)
}

/**
 * Runs plans as compiled operations. A plan belongs to one operation and lives in the epoch's cache: its
 * compiled form is dropped together with it.
 */
function createPlanExecutor<Scope extends RequestScope>(
  epoch: Epoch,
  options: { sourceOf: SourceOf<Scope>; repeats: Sharing<Scope>['repeats'] },
): ExecutePlan<Scope> {
  const { sourceOf, repeats: { bytesMax = 0, onOutcome = () => {} } = {} } = options
  const compiled = new WeakMap<QueryPlan, CompiledOperation>()
  const repeats = createRepeatedAnswers({ bytesMax, onOutcome })

  return ({ plan, operation }, { variables, context }) => {
    let program = compiled.get(plan)
    if (program === undefined) {
      program = compileOperation({ plan, operation, epoch })
      compiled.set(plan, program)
    }
    const { execute } = program
    const deliver = context.incremental?.deliver
    const isQuery = operation.definition.operation === OperationTypeNode.QUERY
    if (!isQuery || deliver !== undefined) return execute({ variables, context, deliver, sourceOf })
    return repeats.answer({ plan, variables, context, sourceOf }, from =>
      execute({ variables, context, sourceOf: from }),
    )
  }
}

const alone =
  <Scope extends RequestScope>(executePlan: ExecutePlan<Scope>): Execute<Scope> =>
  async (planned, request) => {
    const answered = await executePlan(planned, request)
    return { answered, asked: request.context, isShared: answered[sharedObjects] === true }
  }

/** The caller may add to a result, even where its data is shared. */
const ownResult = ({ data, errors, extensions }: OperationResult): OperationResult => ({
  data,
  errors,
  extensions: extensions && { ...extensions },
  [sharedObjects]: true,
})
