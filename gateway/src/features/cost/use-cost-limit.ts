import { RequestFault } from '@waystone/kit/errors'
import { createHistogram, type Registry } from '@waystone/kit/metrics'
import type { OperationDefinitionNode } from 'graphql'
import { createRequestNotes } from '../../requests/request-notes.js'
import type { Epoch } from '@waystone/federation'
import type { Operation } from '@waystone/federation/contract'
import { actualCostOf } from './actual-cost.js'
import { evaluate, type Cost } from './cost-formula.js'
import type { GatewayPlugin } from '../../requests/gateway-plugin.js'
import type { CountExceeded } from '../limits/limit-metrics.js'
import { compileCost } from './operation-cost.js'

/** With any value, the answer says what it cost. */
export const COST_HEADER = 'x-graphql-cost'

const COST_BUCKETS = [1, 10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000]

/**
 * Estimates what an operation may cost (operation-cost.ts), before it is planned or run, and refuses one that
 * may cost more than `costMax`; in the mode `measure` nothing is refused, and the metrics say what would have
 * been. Where the request asks for it, `extensions.cost` says what was estimated and what the answer came to.
 */
export function useCostLimit(options: {
  costMax: number
  mode: 'measure' | 'enforce'
  countExceeded: CountExceeded
  metrics: Registry
}): GatewayPlugin {
  const { costMax: max, mode, countExceeded, metrics } = options
  const estimates = createHistogram(metrics, {
    name: 'waystone_gateway_operation_cost',
    help: 'Estimated costs of operations, by whether they are over the limit.',
    labelNames: ['outcome'],
    buckets: COST_BUCKETS,
  })
  // Found once: every request passes here.
  const within = estimates.labels('within')
  const over = estimates.labels(mode === 'enforce' ? 'refused' : 'over')
  const costOf = costs()
  const estimated = createRequestNotes<number>('estimated cost')
  return {
    onOperation: ({ context, request, operation, epoch, variables }) => {
      const found = evaluate(costOf(operation, epoch), variables)
      const isOver = found > max
      const estimate = isOver ? over : within
      estimate.observe(found)
      if (request.headers.has(COST_HEADER)) estimated.set(context, found)
      if (!isOver || mode === 'measure') return
      countExceeded('cost')
      const message = `The operation may cost ${found}; at most ${max} is allowed. Ask for smaller pages or fewer lists within lists`
      throw new RequestFault('LIMIT_EXCEEDED', message, { limit: 'cost', max, found })
    },
    onResult: ({ context, operation, epoch }, result) => {
      const estimate = estimated.get(context)
      if (estimate === undefined) return
      const actual = actualCostOf(operation, { schema: epoch.schema, rules: epoch.costs }, result.data ?? null)
      result.extensions = { ...result.extensions, cost: { estimated: estimate, actual, max } }
    },
  }
}

/** An operation's formula is made once in an epoch. */
function costs(): (operation: Operation, epoch: Epoch) => Cost {
  const known = new WeakMap<Epoch, WeakMap<OperationDefinitionNode, Cost>>()
  return (operation, epoch) => {
    let ofEpoch = known.get(epoch)
    if (ofEpoch === undefined) known.set(epoch, (ofEpoch = new WeakMap<OperationDefinitionNode, Cost>()))
    const existing = ofEpoch.get(operation.definition)
    if (existing !== undefined) return existing
    const cost = compileCost(operation, epoch.schema, epoch.costs)
    ofEpoch.set(operation.definition, cost)
    return cost
  }
}
