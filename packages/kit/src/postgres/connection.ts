import { Client, Pool, type ClientBase, type ClientConfig, type PoolConfig } from 'pg'
import { PatientPool } from './patient-pool.js'
import { READ_ONLY } from './unavailable.js'

/**
 * Prisma's adapter and columns without a zone take times as UTC, so a server, database or role with another
 * TimeZone shifts all of them. A statement, not the startup parameter `options`: PgBouncer refuses that
 * parameter by default, but tracks TimeZone for each client, also when it pools by transaction.
 */
const useUtc = async (client: ClientBase): Promise<void> => {
  await client.query("SET TIME ZONE 'UTC'")
}

/**
 * The same, and refuses a replica: in a failover a name or a balancer may lead to a primary that was demoted, and
 * a pool would keep the connection, on which every write fails.
 */
const useUtcOnPrimary = async (client: ClientBase): Promise<void> => {
  const { rows } = await client.query<{ replica: boolean }>(
    "SELECT set_config('TimeZone', 'UTC', false), pg_is_in_recovery() AS replica",
  )
  if (rows[0]?.replica === true)
    throw Object.assign(new Error('Expected the primary of the database, got a replica'), { code: READ_ONLY })
}

/** Makes a pool whose connections all count time in UTC; a connection that cannot be told so is never lent. */
export const createPool = (config: PoolConfig): Pool =>
  // oxlint-disable-next-line typescript/no-misused-promises -- pg-pool awaits it before it lends the client; its types lag
  new Pool({ ...config, onConnect: useUtc })

/**
 * The same for what writes: no connection leads to a replica, and callers wait for a primary that went away.
 * @param patienceMs how long they wait; see PatientPool
 */
export const createPrimaryPool = (config: PoolConfig, { patienceMs }: { patienceMs: number }): Pool =>
  // oxlint-disable-next-line typescript/no-misused-promises -- as above
  new PatientPool({ ...config, onConnect: useUtcOnPrimary }, { patienceMs })

/**
 * Connects outside any pool, in UTC.
 * @param options.prepare attaches listeners before the connection opens
 * @param options.isPrimary refuses a replica
 */
export async function connectClient(
  config: ClientConfig,
  { prepare, isPrimary = false }: { prepare?: (client: Client) => void; isPrimary?: boolean } = {},
): Promise<Client> {
  const client = new Client(config)
  prepare?.(client)
  await client.connect()
  try {
    await (isPrimary ? useUtcOnPrimary : useUtc)(client)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  return client
}
