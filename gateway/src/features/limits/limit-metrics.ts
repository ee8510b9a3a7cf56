import type { ApolloServerPlugin } from '@apollo/server'
import { sharedCounter, type Registry } from '@waystone/kit/metrics'

/** Counts an operation that was over a limit, by the limit's name: there are a dozen of them. */
export type CountExceeded = (limit: string) => void

export function createLimitMetrics(metrics: Registry): CountExceeded {
  const exceeded = sharedCounter(metrics, {
    name: 'waystone_gateway_limits_exceeded_total',
    help: 'Requests that were refused because they were over a limit, by limit.',
    labelNames: ['limit'],
  })
  return limit => exceeded.inc({ limit })
}

/** The parser enforces the limit of tokens, and only this hook sees its error. */
export const countTooManyTokens = (count: CountExceeded): ApolloServerPlugin => ({
  requestDidStart: async () => ({
    parsingDidStart: async () => async error => {
      if (error !== undefined && /more tha[nt] \d+ tokens/.test(error.message)) count('tokens')
    },
  }),
})
