import type { QueryPlan } from '@apollo/query-planner'
import { fetchesOf } from './fetches-of.js'

/** Whether a fetch of the plan takes values from what is around its entities. */
export const passesContexts = (plan: QueryPlan): boolean =>
  fetchesOf(plan).some(({ contextRewrites = [] }) => contextRewrites.length > 0)
