import { auditLive, type LiveFinding } from '@waystone/audit'
import { withTransaction } from '@waystone/kit/postgres'
import { lockAudit } from '../repositories/audit-lock.js'
import type { Needs } from './needs.js'

export interface EconomyAudit {
  readonly checkedAt: Date
  readonly findings: readonly LiveFinding[]
}

/**
 * Audits the economy of all subgraphs, one audit at a time: requests of this process share the one that runs, and
 * another process waits for its end.
 * @throws RequestFault SERVICE_UNAVAILABLE when a subgraph cannot be asked, or the time is over
 */
export function createEconomyAudit(needs: Pick<Needs, 'pool' | 'clock' | 'auditParts'>): () => Promise<EconomyAudit> {
  const run = (): Promise<EconomyAudit> =>
    withTransaction(needs.pool, async tx => {
      await lockAudit(tx)
      const checkedAt = needs.clock.now()
      return { checkedAt, findings: await auditLive(needs.auditParts) }
    })
  let running: Promise<EconomyAudit> | null = null
  return () => {
    running ??= run().finally(() => {
      running = null
    })
    return running
  }
}
