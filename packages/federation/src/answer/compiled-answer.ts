import {
  operationFromDocument,
  type FieldSelection,
  type FragmentSelection,
  type Operation as FederationOperation,
} from '@apollo/federation-internals'
import type { QueryPlan } from '@apollo/query-planner'
import { GraphQLError, isInterfaceType } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { OperationResult } from '../contract/operation-result.js'
import type { RequestScope } from '../contract/request-scope.js'
import type { SourceOf } from '../contract/data-source.js'
import type { Epoch } from '../epoch/epoch.js'
import { documentOf, type Operation } from '../contract/operation.js'
import { AnswerErrors } from '../fetching/answer-errors.js'
import { explainNulls } from './explain-nulls.js'
import { answerKeysOf } from './answer-keys.js'
import { createPlaceNames, deliverParts, type ExplainProblems } from './incremental-delivery.js'
import type { AnswerKeys, IncrementalReceiver } from '../contract/incremental-payload.js'
import { createIntrospection } from './introspection.js'
import type { JsonObject } from '../json/json.js'
import { Shared } from '../fetching/merge.js'
import type { PlanCompilation } from '../fetching/compilation.js'
import { FoundPlaces } from '../fetching/found-places.js'
import { createSiteLookup, type FetchSite } from '../fetching/fetch-site.js'
import { findHiddenFields } from '../fetching/hidden-fields.js'
import { placeOf, type Places } from '../fetching/positions.js'
import type { Run } from '../fetching/run.js'
import { passesContexts } from '../planning/passes-contexts.js'
import { readConditions } from '../projection/conditions.js'
import type { DeferredPlace } from '../projection/projection-run.js'
import { GENERATE_AFTER } from '../projection/generated-create.js'
import { compileProjection, type Projection } from '../projection/projection.js'

/** The input of one execution. */
export interface ExecutionRequest {
  /** As the client sent them, valid for the operation. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly context: RequestScope
  readonly sourceOf: SourceOf
  /** Takes what follows the answer; called at most once. Without it nothing may be deferred. */
  readonly deliver?: IncrementalReceiver['deliver'] | undefined
}

/**
 * The parts that all executions of an operation share, whatever their plan: the compilation of fetches and
 * the construction of the answer.
 */
export interface CompiledAnswer {
  readonly compilation: PlanCompilation
  /** @param fetch adds to the given place, which is the root of an answer without anything in it. */
  make(request: ExecutionRequest, fetch: (run: Run, at: Places) => Promise<void> | undefined): Promise<OperationResult>
}

/**
 * An operation with n variables in @skip and @include has up to 2^n projections; the least used ones are made
 * again.
 */
const PROJECTIONS_MAX = 64

export function compileAnswer(options: {
  plan: QueryPlan
  /** As the client wrote it, less what it may not see. */
  operation: Operation
  epoch: Pick<Epoch, 'schema' | 'federationSchema' | 'supergraphSchema' | 'forPlanning' | 'limits'>
  /** How many objects of one type and selection are made before code is generated for them. */
  generateAfter?: number
}): CompiledAnswer {
  const { epoch, generateAfter = GENERATE_AFTER } = options
  const { operation: planned, clientKey, clientVariable } = epoch.forPlanning(options.operation)
  const operation: FederationOperation = operationFromDocument(epoch.federationSchema, documentOf(planned), {
    validate: false,
  })
  const { decide, keyOf, skipperFor } = readConditions(operation, clientVariable)
  const introspect = createIntrospection(epoch.schema, options.operation.definition.variableDefinitions ?? [])
  const { supergraphSchema } = epoch
  const hiddenFields = findHiddenFields({ schema: epoch.schema, supergraphSchema, operation: planned })
  const isInterface = (name: unknown) => isInterfaceType(supergraphSchema.getType(String(name)))
  const sharesEntities = !passesContexts(options.plan)
  const deferLabels = new Set<string>()
  const deferLabel = (fragment: FragmentSelection): string | undefined => {
    const { label } = fragment.element.deferDirectiveArgs() ?? {}
    // A deferred fragment without fetches is not in the plan: it is answered with the initial answer.
    return label !== undefined && deferLabels.has(label) ? label : undefined
  }

  const sites: FetchSite[] = []
  const sitesOf = createSiteLookup(supergraphSchema, sites)
  const explain: ExplainProblems = (problems, run, earlier) =>
    explainNulls(problems, { run, errors: run.errors, ...(earlier && { earlier }), sitesOf, clientKey })

  let keys: AnswerKeys | undefined
  const projections = new LRUCache<string, Projection>({ max: PROJECTIONS_MAX })
  const projectionFor = (variables: Run['variables']): Projection => {
    const key = keyOf(variables)
    const known = projections.get(key)
    if (known !== undefined) return known
    const made = compileProjection(operation, { skips: skipperFor(variables), deferLabel, clientKey, generateAfter })
    projections.set(key, made)
    return made
  }

  return {
    compilation: { supergraphSchema, decide, clientVariable, clientKey, hiddenFields, deferLabels, sites },
    make: async ({ variables, context, sourceOf, deliver }, fetch) => {
      const fetched: JsonObject = {}
      const run: Run = {
        variables,
        context,
        sourceOf,
        fetched,
        sharesEntities,
        shared: new Shared(isInterface),
        found: new FoundPlaces(),
        errors: new AnswerErrors(epoch.limits.errors),
        deferred: [],
        missed: [],
        misnamed: [],
      }
      const input = {
        fetched,
        shared: run.shared,
        introspect: (selection: FieldSelection) => introspect(selection, variables),
      }
      try {
        const projection = projectionFor(variables)
        await fetch(run, placeOf({ object: fetched, link: null }))
        const { data, problems, deferred: places } = projection.whole(input)
        if (problems.length > 0) explain(problems, run)
        if (places.length > 0) {
          if (deliver === undefined) throw new Error('A plan with @defer needs someone who takes its parts')
          const project = (place: DeferredPlace) => projection.part(place, input)
          const pendingPart = createPlaceNames({ clientKey })
          const pending = places.map(pendingPart)
          const payloads = deliverParts({ steps: run.deferred, places }, { run, project, explain, pendingPart })
          keys ??= answerKeysOf(options.operation)
          deliver({ payloads, pending, keys })
        }
        const errors = run.errors.list()
        return errors.length > 0 ? { errors, data } : { data }
      } catch (error) {
        if (error instanceof GraphQLError) return { errors: [error] }
        throw error
      }
    },
  }
}
