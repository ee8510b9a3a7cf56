import { setTimeout as delay } from 'node:timers/promises'
import { Pool, type PoolClient, type PoolConfig } from 'pg'
import { isDatabaseUnavailable } from './unavailable.js'

const RETRY_DELAY_MS = 50
const RETRY_DELAY_MAX_MS = 250

type Callback = (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void

/**
 * A pool whose callers wait for a server that went away, as in a failover, instead of failing at once: nothing
 * was sent yet, so a later connection does as well. Before its first connection it fails at once, because a URL
 * may be wrong.
 */
export class PatientPool extends Pool {
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
