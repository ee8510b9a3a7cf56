import { RequestFault } from '@waystone/kit/errors'
import type { GatewayPlugin } from '../../requests/gateway-plugin.js'
import type { CountExceeded } from './limit-metrics.js'
import { measureVariables, type VariablesSize } from './variables-size.js'

/**
 * Refuses variables that are too deep or too many, before anything walks through them: coercing, planning,
 * subgraphs.
 */
export const useVariableLimits = (limits: VariablesSize, countExceeded: CountExceeded): GatewayPlugin => ({
  onRequest: ({ variables }) => {
    if (variables === undefined) return
    const { depth, values } = measureVariables(variables, limits)
    if (depth <= limits.depth && values <= limits.values) return
    countExceeded(depth > limits.depth ? 'valueDepth' : 'variableValues')
    if (depth > limits.depth) throw exceeded('valueDepth', 'levels of values', limits.depth, depth)
    throw exceeded('variableValues', 'values', limits.values, values)
  },
})

const exceeded = (limit: string, what: string, max: number, found: number) =>
  new RequestFault('LIMIT_EXCEEDED', `The variables have at least ${found} ${what}; at most ${max} are allowed`, {
    limit,
    max,
    found,
  })
