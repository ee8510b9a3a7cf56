import { operationFromDocument } from '@apollo/federation-internals'
import { isPlanNode, type QueryPlan } from '@apollo/query-planner'
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface'
import { GraphQLError } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { GatewayContext } from '../context.js'
import type { DataSource } from '../data-sources/data-source.js'
import type { Epoch } from '../supergraph/epoch.js'
import { documentOf, type Operation } from '../supergraph/operation.js'
import { createIntrospection } from './introspection.js'
import type { JsonObject } from './json.js'
import type { PlanCompilation } from './plan/compilation.js'
import { compilePlan } from './plan/compile-plan.js'
import type { Run, Step } from './plan/run.js'
import { readConditions } from './projection/conditions.js'
import { compileProjection, type Projection } from './projection/projection.js'

/** An operation with everything decided that does not depend on a request: it is compiled once for its plan. */
export interface CompiledOperation {
  execute(request: {
    /** As the client sent them, valid for the operation. */
    variables: Readonly<Record<string, unknown>>
    context: GatewayContext
    sourceOf: (serviceName: string) => DataSource | undefined
  }): Promise<GatewayExecutionResult>
}

/** An operation with n variables in @skip and @include has up to 2^n projections; the least used ones are made again. */
const PROJECTIONS_MAX = 64

export function compileOperation(options: {
  plan: QueryPlan
  /** As the client wrote it, less what it may not see. */
  operation: Operation
  epoch: Pick<Epoch, 'schema' | 'federationSchema' | 'supergraphSchema' | 'forPlanning'>
}): CompiledOperation {
  const { plan, epoch } = options
  const { operation: planned, clientKey, clientVariable } = epoch.forPlanning(options.operation)
  const operation = operationFromDocument(epoch.federationSchema, documentOf(planned), { validate: false })
  const { decide, keyOf, skipperFor } = readConditions(operation, clientVariable)
  const introspect = createIntrospection(epoch.schema, options.operation.definition.variableDefinitions ?? [])
  const { supergraphSchema } = epoch
  const step = compileNode(plan, { supergraphSchema, decide, clientVariable, clientKey })

  const projections = new LRUCache<string, Projection>({ max: PROJECTIONS_MAX })
  const projectionFor = (variables: Run['variables']): Projection => {
    const key = keyOf(variables)
    const known = projections.get(key)
    if (known !== undefined) return known
    const made = compileProjection(operation, { skips: skipperFor(variables), clientKey })
    projections.set(key, made)
    return made
  }

  return {
    execute: async ({ variables, context, sourceOf }) => {
      const fetched: JsonObject = {}
      const run: Run = { variables, context, sourceOf, shared: new WeakSet(), errors: [] }
      try {
        const project = projectionFor(variables)
        await step?.(run, [{ object: fetched, link: null }])
        const { data, errors } = project(fetched, selection => introspect(selection, variables))
        if (run.errors.length > 0) return { errors: run.errors, data }
        // As Apollo's gateway says it: what a subgraph answered wrongly is no error of the request.
        return errors.length > 0 ? { data, extensions: { valueCompletion: errors } } : { data }
      } catch (error) {
        if (error instanceof GraphQLError) return { errors: [error] }
        throw error
      }
    },
  }
}

function compileNode({ node }: QueryPlan, compilation: PlanCompilation): Step | undefined {
  if (node === undefined) return undefined
  if (isPlanNode(node)) return compilePlan(compilation, node)
  throw new Error('A subscription has no answer of its own to execute')
}
