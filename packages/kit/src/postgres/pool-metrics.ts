import type { Pool } from 'pg'
import { sharedGauge, type Registry } from '../metrics/index.js'

/** A pool of connections as /metrics names it. */
export interface NamedPool {
  readonly name: 'primary' | 'replica'
  readonly pool: Pool
}

interface ShownPool extends NamedPool {
  readonly database: string
}

/** Of each registry, the pools that it shows: subgraphs of one process share a registry. */
const shown = new WeakMap<Registry, ShownPool[]>()

/** Shows in /metrics how the pools of a database are used, as they are at the moment of the question. */
export function showPools(
  registry: Registry,
  { database, pools }: { database: string; pools: readonly NamedPool[] },
): void {
  const known = shown.get(registry)
  const own = pools.map(pool => ({ ...pool, database }))
  if (known === undefined) makeMetrics(registry, own)
  else known.push(...own)
}

function makeMetrics(registry: Registry, pools: ShownPool[]): void {
  shown.set(registry, pools)
  sharedGauge(registry, {
    name: 'waystone_db_pool_connections',
    help: 'Open connections to a database: in use by a request (active), or waiting for one (idle)',
    labelNames: ['database', 'pool', 'state'],
    collect() {
      for (const { database, name, pool } of pools) {
        this.set({ database, pool: name, state: 'idle' }, pool.idleCount)
        this.set({ database, pool: name, state: 'active' }, pool.totalCount - pool.idleCount)
      }
    },
  })
  sharedGauge(registry, {
    name: 'waystone_db_pool_connections_max',
    help: 'How many connections the pool opens at most (DB_MAX_CONNECTIONS)',
    labelNames: ['database', 'pool'],
    collect() {
      for (const { database, name, pool } of pools) this.set({ database, pool: name }, pool.options.max)
    },
  })
  sharedGauge(registry, {
    name: 'waystone_db_pool_waiting',
    help: 'Callers that wait for a connection, since all are in use',
    labelNames: ['database', 'pool'],
    collect() {
      for (const { database, name, pool } of pools) this.set({ database, pool: name }, pool.waitingCount)
    },
  })
}
