import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres, type DatabaseSpec } from '@waystone/kit/embedded-postgres'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import { freePort } from '@waystone/kit/process'
import { Pool } from 'pg'
import { databaseEnvironment, subgraphs, type DatabaseUrls, type Subgraph } from '../economy/servers.js'
import { startService } from '../processes.js'

/** A whole Waystone: in one process, or gateway, subgraphs and Redis as processes of their own. */
export const houses = ['standalone', 'distributed'] as const
export type House = (typeof houses)[number]

export interface RunningHouse {
  readonly url: string
  /** As the superuser, who may ask when something was committed. */
  database(subgraph: Subgraph): Pool
}

const entries: Readonly<Record<House, string>> = {
  standalone: 'standalone/dist/main.js',
  distributed: 'standalone/dist/distributed.js',
}
/** The gateway's, and those of the subgraphs after it. */
const PORTS = 5

/**
 * Both houses on one PostgreSQL server that is durable, as in production, and notes when each transaction was
 * committed.
 */
export async function startHouses(lifecycle: Lifecycle): Promise<(house: House) => Promise<RunningHouse>> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-houses-'))
  lifecycle.onClose('directory', () => rmSync(directory, { recursive: true, force: true }))
  // PostgreSQL runs as a user of its own where this is root.
  chmodSync(directory, 0o755)
  const postgres = await startDatedPostgres(path.join(directory, 'postgres'))
  lifecycle.onClose('postgres', async () => {
    await postgres.stop()
    rmSync(postgres.directory, { recursive: true, force: true })
  })

  return async house => {
    const urls = Object.fromEntries(
      subgraphs.map(name => [name, postgres.url(databaseOf(house, name))]),
    ) as DatabaseUrls
    const port = await freePort(PORTS)
    const service = await startService(house, {
      port,
      nodeArguments: ['--enable-source-maps'],
      command: [entries[house], '--port', String(port), '--data', path.join(directory, house)],
      // Each player comes from an address of their own, as a proxy tells it: an address may sign up only so often.
      env: { ...databaseEnvironment(urls), LOG_LEVEL: 'warn', PROXIES: '1' },
    })
    lifecycle.onClose(house, () => service.stop())
    const database = (subgraph: Subgraph) => {
      const pool = new Pool({ connectionString: postgres.superuserUrl(databaseOf(house, subgraph)), max: 1 })
      lifecycle.onClose(`pool of ${subgraph}`, () => pool.end())
      return pool
    }
    return { url: service.url, database }
  }
}

const databaseOf = (house: House, subgraph: Subgraph): string => `${house}_${subgraph}`

async function startDatedPostgres(directory: string) {
  const databases: DatabaseSpec[] = houses.flatMap(house =>
    subgraphs.map(subgraph => ({
      name: databaseOf(house, subgraph),
      role: databaseOf(house, subgraph),
      password: 'bench',
    })),
  )
  const first = await startEmbeddedPostgres({ directory, databases })
  const admin = new Pool({ connectionString: first.superuserUrl(), max: 1 })
  // Counts from the next start on.
  await admin.query('alter system set track_commit_timestamp = on')
  await admin.end()
  await first.stop()
  return await startEmbeddedPostgres({ directory: first.directory, databases })
}
