import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster } from '../cluster/cluster.js'
import type { DatabaseNode } from '../cluster/database-node.js'
import { until } from '../cluster/wait.js'
import type { Drill } from './drill.js'
import { fillDisk } from './full-disk.js'
import { brokenPaths } from './paths.js'

/** The bound that a failover is held to. */
const FAILOVER_MAX_MS = 5_000
/**
 * Of a machine that says nothing any more: the key of the leader expires (ttl), the others wait in vain for its word
 * (2 s), and a replica follows the new leader. Decision 125 says why it is not shorter.
 */
const MACHINE_LOST_MAX_MS = 12_000
/** Of what stays away for a while: longer than a failover. */
const AWAY_MS = 8_000
/** The rest of the etcd members choose a leader within their election timeout. */
const ETCD_MAX_MS = 2_500

export const databaseDrills: readonly Drill[] = [
  {
    name: 'primary-killed',
    fault: 'kill -9 of the primary',
    withoutWritesMaxMs: FAILOVER_MAX_MS,
    failedRequestsMax: null,
    bring: async (cluster, struck) => {
      const before = await brokenPaths(cluster)
      const primary = await cluster.databases.primary()
      struck()
      primary.killPostgres()
      await untilAnotherLeads(cluster, primary)
      await cluster.untilWhole()
      return [...before, ...(await brokenPaths(cluster))]
    },
  },
  {
    name: 'primary-frozen',
    fault: 'SIGSTOP of the primary and its Patroni, then a reset',
    withoutWritesMaxMs: MACHINE_LOST_MAX_MS,
    failedRequestsMax: null,
    bring: (cluster, struck) =>
      awhile(cluster, struck, {
        begin: primary => primary.freeze(),
        // As its watchdog resets a machine that stood still: a Patroni that runs on takes the leader's key back.
        end: async primary => {
          await primary.killAll()
          await primary.start()
        },
      }),
  },
  {
    name: 'primary-cut-off',
    fault: 'network of the primary cut',
    withoutWritesMaxMs: MACHINE_LOST_MAX_MS,
    failedRequestsMax: null,
    needs: 'namespaces',
    bring: (cluster, struck) =>
      awhile(cluster, struck, {
        begin: primary => primary.cut(),
        end: primary => Promise.resolve(primary.mend()),
      }),
  },
  {
    name: 'replica-lost',
    fault: 'kill -9 of the synchronous replica and its Patroni',
    withoutWritesMaxMs: FAILOVER_MAX_MS,
    failedRequestsMax: 0,
    bring: async ({ databases }, struck) => {
      const replica = await databases.synchronous()
      struck()
      await replica.killAll()
      await delay(AWAY_MS)
      await replica.start()
      return []
    },
  },
  {
    name: 'etcd-member-lost',
    fault: 'kill -9 of the leader of etcd',
    withoutWritesMaxMs: ETCD_MAX_MS,
    failedRequestsMax: 0,
    bring: async ({ etcd, databases }, struck) => {
      const before = await databases.primary()
      const member = await etcd.leader()
      struck()
      await member.kill()
      await delay(AWAY_MS)
      await member.start()
      await etcd.untilHealthy()
      const after = await databases.primary()
      return before === after ? [] : [`${after.name} leads instead of ${before.name}, which nothing had happened to`]
    },
  },
  {
    name: 'switchover',
    fault: 'the primary hands over in order',
    withoutWritesMaxMs: FAILOVER_MAX_MS,
    failedRequestsMax: null,
    bring: async (cluster, struck) => {
      const primary = await cluster.databases.primary()
      struck()
      await cluster.databases.switchOver()
      await untilAnotherLeads(cluster, primary)
      return []
    },
  },
  {
    name: 'replica-disk-full',
    fault: 'no space left on a replica',
    withoutWritesMaxMs: FAILOVER_MAX_MS,
    failedRequestsMax: 0,
    bring: async (cluster, struck) => {
      const disk = await fillDisk(cluster)
      try {
        struck()
        disk.fill()
        await disk.untilNoticed()
        await delay(AWAY_MS)
      } finally {
        await disk.mend()
      }
      return []
    },
  },
]

/** Takes the primary away without a word, until another leads and a while longer; then it comes back. */
async function awhile(
  cluster: Cluster,
  struck: () => void,
  { begin, end }: { begin: (primary: DatabaseNode) => void; end: (primary: DatabaseNode) => Promise<void> },
): Promise<readonly string[]> {
  const primary = await cluster.databases.primary()
  struck()
  begin(primary)
  try {
    await untilAnotherLeads(cluster, primary)
    await delay(AWAY_MS)
  } finally {
    await end(primary)
  }
  await cluster.untilWhole()
  return await brokenPaths(cluster)
}

const untilAnotherLeads = ({ databases }: Cluster, than: DatabaseNode): Promise<void> =>
  until(`another node than ${than.name} to lead`, async () => (await databases.primary()) !== than)
