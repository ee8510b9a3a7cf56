import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { deleteLease, findConnectedTo, findStranded, lockExpiredLease } from '../../repositories/gateway-lease.js'
import { followConnections, lockPresences } from '../../repositories/presence.js'
import type { Needs } from '../needs.js'
import { tellPresence } from './tell-presence.js'

/**
 * Ends the leases of gateways that no longer report, with all their connections. Any number of processes may sweep.
 * @returns how many leases it ended
 */
export async function sweepGateways(needs: Pick<Needs, 'clock' | 'pool'>): Promise<number> {
  for (let swept = 0; ; swept++) if (!(await withTransaction(needs.pool, tx => sweepOne(needs, tx)))) return swept
}

async function sweepOne(needs: Pick<Needs, 'clock'>, tx: Queryable): Promise<boolean> {
  const gatewayId = await lockExpiredLease(tx)
  if (gatewayId === null) return false
  const userIds = await findConnectedTo(tx, gatewayId)
  await disconnect(needs, tx, { userIds, end: () => deleteLease(tx, gatewayId) })
  return true
}

/** Sets users offline who count as connected and are not; there are some after a crash of Postgres only. */
export async function sweepStranded(needs: Pick<Needs, 'clock' | 'pool'>): Promise<void> {
  const userIds = await findStranded(needs.pool)
  if (userIds.length === 0) return
  await withTransaction(needs.pool, tx => disconnect(needs, tx, { userIds, end: async () => {} }))
}

async function disconnect(
  { clock }: Pick<Needs, 'clock'>,
  tx: Queryable,
  { userIds, end }: { userIds: readonly string[]; end: () => Promise<void> },
): Promise<void> {
  const now = clock.now()
  await lockPresences(tx, userIds, now)
  await end()
  await tellPresence(tx, await followConnections(tx, userIds, now))
}
