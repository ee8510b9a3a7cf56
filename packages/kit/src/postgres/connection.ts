import { Client, Pool, type ClientBase, type ClientConfig, type PoolConfig } from 'pg'

/**
 * Prisma's adapter and columns without a zone take times as UTC, so a server, database or role with another
 * TimeZone shifts all of them. A statement, not the startup parameter `options`: PgBouncer refuses that
 * parameter by default, but tracks TimeZone for each client, also when it pools by transaction.
 */
const useUtc = async (client: ClientBase): Promise<void> => {
  await client.query("SET TIME ZONE 'UTC'")
}

/** Makes a pool whose connections all count time in UTC; a connection that cannot be told so is never lent. */
export const createPool = (config: PoolConfig): Pool =>
  // oxlint-disable-next-line typescript/no-misused-promises -- pg-pool awaits it before it lends the client; its types lag
  new Pool({ ...config, onConnect: useUtc })

/** Connects outside any pool, in UTC. `prepare` attaches listeners before the connection opens. */
export async function connectClient(config: ClientConfig, prepare?: (client: Client) => void): Promise<Client> {
  const client = new Client(config)
  prepare?.(client)
  await client.connect()
  try {
    await useUtc(client)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  return client
}
