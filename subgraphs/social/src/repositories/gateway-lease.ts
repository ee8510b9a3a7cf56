import type { Queryable } from '@waystone/kit/postgres'

export interface Report {
  readonly gatewayId: string
  readonly revision: number
  readonly connected: readonly string[]
  readonly disconnected: readonly string[]
}

/** A gateway that has not reported for so long is gone, and with it all its connections. */
const LEASE_SECONDS = 6
const EXPIRY = `clock_timestamp() + interval '${LEASE_SECONDS} seconds'`

/**
 * Renews the lease of a gateway whose last report is the one before this one, or this one itself, which was sent
 * again. Leases are of the database's clock: the processes that renew and sweep them need not agree on the time.
 * @returns false where another state is held
 */
export async function renewLease(
  db: Queryable,
  { gatewayId, revision }: Pick<Report, 'gatewayId' | 'revision'>,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'gateway_renew',
    text: `UPDATE gateway_lease SET revision = $2, expires_at = ${EXPIRY} WHERE gateway_id = $1 AND revision IN ($2, $2 - 1)`,
    values: [gatewayId, revision],
  })
  return rowCount === 1
}

/** Begins a lease, or takes its place: the report holds all connections of the gateway. */
export async function beginLease(
  tx: Queryable,
  { gatewayId, revision }: Pick<Report, 'gatewayId' | 'revision'>,
): Promise<void> {
  await tx.query({
    name: 'gateway_begin',
    text: `INSERT INTO gateway_lease (gateway_id, revision, expires_at) VALUES ($1, $2, ${EXPIRY})
      ON CONFLICT (gateway_id) DO UPDATE SET revision = $2, expires_at = excluded.expires_at`,
    values: [gatewayId, revision],
  })
}

export async function findConnectedTo(db: Queryable, gatewayId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ user_id: string }>({
    name: 'connections_of_gateway',
    text: 'SELECT user_id FROM live_connection WHERE gateway_id = $1',
    values: [gatewayId],
  })
  return rows.map(row => row.user_id)
}

/** Under the lock of the lease. */
export async function changeConnections(tx: Queryable, { gatewayId, connected, disconnected }: Report): Promise<void> {
  await tx.query({
    name: 'connections_change',
    text: `WITH ended AS (DELETE FROM live_connection WHERE gateway_id = $1 AND user_id = ANY($3::uuid[]))
      INSERT INTO live_connection (gateway_id, user_id) SELECT $1, id FROM unnest($2::uuid[]) AS given (id) ON CONFLICT DO NOTHING`,
    values: [gatewayId, connected, disconnected],
  })
}

/** Locks a lease that has expired; null where there is none, or other sweeps have them all. */
export async function lockExpiredLease(tx: Queryable): Promise<string | null> {
  const { rows } = await tx.query<{ gateway_id: string }>({
    name: 'gateway_expired',
    text: `SELECT gateway_id FROM gateway_lease WHERE expires_at < clock_timestamp() LIMIT 1 FOR UPDATE SKIP LOCKED`,
  })
  return rows[0]?.gateway_id ?? null
}

export async function deleteLease(tx: Queryable, gatewayId: string): Promise<void> {
  await tx.query({
    name: 'gateway_delete',
    text: 'DELETE FROM gateway_lease WHERE gateway_id = $1',
    values: [gatewayId],
  })
}

/** Users who count as connected and have no connection: those of leases that a crash of Postgres has taken away. */
export async function findStranded(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ user_id: string }>({
    name: 'presence_stranded',
    text: `SELECT user_id FROM presence p WHERE is_connected
      AND NOT EXISTS (SELECT FROM live_connection l WHERE l.user_id = p.user_id)`,
  })
  return rows.map(row => row.user_id)
}
