import { sharedCounter, sharedGauge, type Registry } from '../metrics/index.js'
import type { ReadPool } from './read-pool.js'

/** Of each registry, the databases that have a replica: subgraphs of one process share a registry. */
const shown = new WeakMap<Registry, Map<string, ReadPool>>()

/** Shows a replica in /metrics; where none is configured, there is nothing to show. */
export function showReplica(registry: Registry, { database, reads }: { database: string; reads: ReadPool }): void {
  if (reads.state() === null) return
  const known = shown.get(registry)
  if (known === undefined) makeMetrics(registry, new Map([[database, reads]]))
  else known.set(database, reads)
}

function makeMetrics(registry: Registry, databases: Map<string, ReadPool>): void {
  shown.set(registry, databases)
  sharedGauge(registry, {
    name: 'waystone_replica_used',
    help: 'Whether the read replica is read (1), or left out since it is away or too far behind (0)',
    labelNames: ['database'],
    collect() {
      for (const [database, reads] of databases) this.set({ database }, reads.state()?.fault === null ? 1 : 0)
    },
  })
  sharedGauge(registry, {
    name: 'waystone_replica_lag_seconds',
    help: 'What was committed longer ago is certainly on the read replica',
    labelNames: ['database'],
    collect() {
      for (const [database, reads] of databases) {
        const lagMs = reads.state()?.lagMs
        if (typeof lagMs === 'number') this.set({ database }, lagMs / 1000)
      }
    },
  })
  sharedCounter(registry, {
    name: 'waystone_replica_reads_total',
    help: 'Reads that may be a moment old, by the answer: of the replica, of the primary in its place, or of the primary after the replica had failed (failed_over)',
    labelNames: ['database', 'answer'],
    collect() {
      this.reset()
      for (const [database, reads] of databases) {
        const { replica, primary, failedOver } = reads.counts()
        this.inc({ database, answer: 'replica' }, replica)
        this.inc({ database, answer: 'primary' }, primary)
        this.inc({ database, answer: 'failed_over' }, failedOver)
      }
    },
  })
}
