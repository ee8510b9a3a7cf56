import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { startRedisServer } from '../redis/index.js'

/** A Redis of a test's own, to be mistreated. It keeps nothing when it ends. */
export interface TestRedis {
  /** The same after a restart. */
  readonly url: string
  flush(): Promise<void>
  /** Ends it as kill -9 does. */
  kill(): Promise<void>
  /** Restarts it, empty; ends it first if it still runs. */
  restart(): Promise<void>
  /** Stops it in its tracks with its connections open, until `thaw`. */
  freeze(): void
  thaw(): void
  close(): Promise<void>
}

/** @throws Error that says what to install, where there is no Redis server and none can be fetched. */
export async function startTestRedis({
  acl,
  operator,
}: {
  /** Its users; without it every user has all rights. */
  acl?: string
  /** The user that may flush it. */
  operator?: { username: string; password: string }
} = {}): Promise<TestRedis> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-redis-'))
  let server = await startRedisServer({ directory, acl })
  const { url, port } = server
  return {
    url,
    flush: async () => {
      const client = new Redis(url, { ...operator })
      await client.flushall()
      client.disconnect()
    },
    kill: async () => await server.kill(),
    restart: async () => {
      await server.kill()
      server = await startRedisServer({ directory, port, acl })
    },
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    close: async () => {
      await server.kill()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
