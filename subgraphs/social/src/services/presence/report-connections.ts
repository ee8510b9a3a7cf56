import { withTransaction } from '@waystone/kit/postgres'
import {
  beginLease,
  changeConnections,
  findConnectedTo,
  renewLease,
  type Report,
} from '../../repositories/gateway-lease.js'
import { followConnections, lockPresences } from '../../repositories/presence.js'
import type { Needs } from '../needs.js'
import { tellPresence } from './tell-presence.js'

/**
 * Takes a gateway's report of its live connections. A report without changes, which comes every few seconds, is one
 * statement; one with changes takes the same nine for any number of users.
 * @returns false where the report builds on another state than the one held here: the gateway sends the whole then
 */
export async function reportConnections(
  { clock, pool }: Pick<Needs, 'clock' | 'pool'>,
  { isWhole, ...report }: Report & { readonly isWhole: boolean },
): Promise<boolean> {
  if (!isWhole && report.connected.length + report.disconnected.length === 0) return await renewLease(pool, report)
  return await withTransaction(pool, async tx => {
    if (isWhole) await beginLease(tx, report)
    else if (!(await renewLease(tx, report))) return false
    const changed = isWhole ? differenceOf(report, await findConnectedTo(tx, report.gatewayId)) : report
    const userIds = [...new Set([...changed.connected, ...changed.disconnected])]
    if (userIds.length === 0) return true
    // Before the connections change: another gateway's report of the same user waits, and sees the outcome of this one.
    const now = clock.now()
    await lockPresences(tx, userIds, now)
    await changeConnections(tx, changed)
    await tellPresence(tx, await followConnections(tx, userIds, now))
    return true
  })
}

const differenceOf = (report: Report, held: readonly string[]): Report => {
  const [are, were] = [new Set(report.connected), new Set(held)]
  return {
    ...report,
    connected: report.connected.filter(userId => !were.has(userId)),
    disconnected: held.filter(userId => !are.has(userId)),
  }
}
