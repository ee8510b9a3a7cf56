import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import { createLifecycle, type Lifecycle } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { migrate } from '@waystone/kit/migrate'
import { startRedisServer } from '@waystone/kit/redis'
import { Pool } from 'pg'
import { root } from '../processes.js'
import { step } from '../progress.js'

/** Settings of an operator for a database of some gigabytes, as for the economy. */
const SETTINGS = { shared_buffers: '1GB', max_wal_size: '8GB', checkpoint_timeout: '30min' }

/** The servers of all subjects: the database of quests, migrated, and a Redis. */
export interface BoardServers {
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly pool: Pool
  readonly lifecycle: Lifecycle
}

export async function startBoardServers(): Promise<BoardServers> {
  const lifecycle = createLifecycle(createLogger({ name: 'bench', level: 'warn' }))
  const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-boards-'))
  lifecycle.onClose('directory', () => Promise.resolve(rmSync(directory, { recursive: true, force: true })))
  const postgres = await step('PostgreSQL runs, with fsync', () =>
    startEmbeddedPostgres({ directory: path.join(directory, 'postgres'), settings: SETTINGS }),
  )
  lifecycle.onClose('postgres', async () => {
    await postgres.stop()
    rmSync(postgres.directory, { recursive: true, force: true })
  })
  const admin = new Pool({ connectionString: postgres.superuserUrl(), max: 1 })
  await admin.query('create database quests')
  await admin.end()
  const databaseUrl = postgres.superuserUrl('quests')
  await migrate({ url: databaseUrl, directory: path.join(root, 'prisma', 'quests') })
  const redis = await startRedisServer({ directory: mkdtempSync(path.join(directory, 'redis-')) })
  lifecycle.onClose('redis', () => redis.kill())
  const pool = new Pool({ connectionString: databaseUrl, max: 4 })
  lifecycle.onClose('pool', () => pool.end())
  return { databaseUrl, redisUrl: redis.url, pool, lifecycle }
}
