import type { QueryPlan } from '@apollo/query-planner'
import { fetchesOf } from './fetches-of.js'

/** Checks that a fetch of the plan takes values from contexts of its entities. */
export const passesContexts = (plan: QueryPlan): boolean =>
  fetchesOf(plan).some(({ contextRewrites = [] }) => contextRewrites.length > 0)
