import { RequestFault } from '@waystone/kit/errors'
import type { GatewayPlugin } from './gateway-plugin.js'
import { costOf } from './operation-cost.js'

/** Refuses an operation that may cost more than `costMax`, by operation-cost.ts, before it is planned or run. */
export const useCostLimit = (options: { costMax: number }): GatewayPlugin => ({
  onOperation: ({ operation, epoch, variables }) => {
    const found = costOf(operation, epoch.schema, variables)
    const max = options.costMax
    if (found <= max) return
    const message = `The operation may cost ${found}; at most ${max} is allowed. Ask for smaller pages or fewer lists within lists`
    throw new RequestFault('LIMIT_EXCEEDED', message, { limit: 'cost', max, found })
  },
})
