import { setTimeout as delay } from 'node:timers/promises'
import type { Instance } from '../chaos/instances.js'
import type { Cluster } from '../cluster/cluster.js'

/**
 * From when a process is taken off the list until it is stopped: others look at the list four times a second,
 * and what they have sent before is answered.
 */
const DRAIN_MS = 1_500

/**
 * Restarts everything as an upgrade does, one at a time, each only when those before it are back: the processes
 * of Waystone, the members of etcd, the replicas, and the former primary when it has handed over.
 */
export async function restartAll(cluster: Cluster): Promise<void> {
  const { waystone, haproxy, etcd } = cluster
  for (const instance of waystone.instances) {
    waystone.list(instance, false)
    await restart(instance)
    waystone.list(instance, true)
  }
  for (const gateway of waystone.gateways) {
    await haproxy.drain(gateway.name)
    await restart(gateway)
    await haproxy.use(gateway.name)
  }
  for (const member of etcd.members) {
    await member.stop()
    await member.start()
    await etcd.untilHealthy()
  }
  await restartReplicas(cluster)
}

async function restart(instance: Instance): Promise<void> {
  await delay(DRAIN_MS)
  const end = await instance.stop()
  if (end !== 0) throw new Error(`${instance.name} ended with ${end}`)
  instance.start()
  await instance.untilReady()
}

async function restartReplicas({ databases }: Cluster): Promise<void> {
  for (const node of await databases.replicas()) {
    await node.stop()
    await node.start()
    await databases.untilWhole()
  }
}
