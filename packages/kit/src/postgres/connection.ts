import { setTimeout as delay } from 'node:timers/promises'
import { Client, Pool, type ClientBase, type ClientConfig, type PoolClient, type PoolConfig } from 'pg'
import { isDatabaseUnavailable, READ_ONLY } from './unavailable.js'

const RETRY_DELAY_MS = 50
const RETRY_DELAY_MAX_MS = 250

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

type Callback = (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void

/**
 * A pool whose callers wait for a server that went away, as in a failover, instead of failing at once: nothing
 * was sent yet, so a later connection does as well. Before its first connection it fails at once, because a URL
 * may be wrong.
 */
class PatientPool extends Pool {
  readonly #patienceMs: number
  #wasConnected = false

  constructor(config: PoolConfig, { patienceMs }: { patienceMs: number }) {
    super(config)
    this.#patienceMs = patienceMs
    this.once('connect', () => {
      this.#wasConnected = true
    })
  }

  override connect(): Promise<PoolClient>
  override connect(callback: Callback): void
  override connect(callback?: Callback): Promise<PoolClient> | void {
    if (callback === undefined) return this.#connectInTime()
    void this.#handTo(callback)
  }

  async #handTo(callback: Callback): Promise<void> {
    let lent: PoolClient
    try {
      lent = await this.#connectInTime()
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)), undefined, () => undefined)
      return
    }
    callback(undefined, lent, release => lent.release(release instanceof Error || release === true))
  }

  async #connectInTime(): Promise<PoolClient> {
    const deadline = performance.now() + this.#patienceMs
    for (let delayMs = RETRY_DELAY_MS; ; delayMs = Math.min(2 * delayMs, RETRY_DELAY_MAX_MS)) {
      try {
        return await super.connect()
      } catch (error) {
        const mayComeBack = this.#wasConnected && !this.ending && isDatabaseUnavailable(error)
        if (!mayComeBack || performance.now() + delayMs > deadline) throw error
        // Jitter: all callers wait for the same server.
        await delay(delayMs * (0.5 + Math.random() / 2))
      }
    }
  }
}
