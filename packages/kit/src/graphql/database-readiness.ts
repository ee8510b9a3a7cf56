import type { Readiness } from '../http/index.js'
import type { Database } from '../postgres/index.js'

/**
 * Redis is not among the checks: without it, everything is slower and nothing is wrong. Without a replica,
 * the primary is read.
 */
export function readinessOf({ primary, reads }: Database): Readiness {
  const checks = { database: () => primary.query('SELECT 1') }
  if (reads.state() === null) return { checks }
  const replica = async () => {
    const fault = reads.state()?.fault
    if (fault !== null) throw new Error(fault)
  }
  const details = () => {
    const { fault = null, lagMs = null } = reads.state() ?? {}
    return { replica: { used: fault === null, reason: fault, lagMs: lagMs === null ? null : Math.round(lagMs) } }
  }
  return { checks, optionalChecks: { replica }, details }
}
