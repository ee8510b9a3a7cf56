import { readFileSync } from 'node:fs'
import path from 'node:path'
import { startEmbeddedPostgres, type DatabaseSpec, type EmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database, type Pool } from '@waystone/kit/postgres'

export const subgraphs = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const
export type Subgraph = (typeof subgraphs)[number]

const databaseOf = (subgraph: Subgraph) => `waystone_${subgraph}`
const HARNESS_CONNECTIONS_MAX = 4

/** The databases of all subgraphs, wherever they are. */
export interface Databases {
  /** For a subgraph's own role; connections bear `applicationName`. */
  url(subgraph: Subgraph, applicationName?: string): string
  /** The harness's own eyes and hands: a superuser's. */
  pool(subgraph: Subgraph): Pool
}

/** A system as clients reach it, and the databases that must hold each of its answers. */
export interface ObservedSystem {
  /** The public endpoint. */
  readonly url: string
  readonly postgres: Databases
}

/**
 * The server of all databases: durable, for what it has acknowledged must outlive it. It can be crashed
 * in three ways.
 */
export interface CrashablePostgres extends Databases {
  /** kill -9 of the postmaster: connections break, committed data stays. It is started again. */
  kill(): Promise<void>
  /** An immediate shutdown: no checkpoint, recovery at the next start. It is started again. */
  stopImmediately(): Promise<void>
  /** kill -9 of one backend of this name: Postgres ends all other backends and recovers by itself. */
  killBackend(applicationName: string): Promise<void>
  close(): Promise<void>
}

export async function startPostgres(directory: string): Promise<CrashablePostgres> {
  const databases: readonly DatabaseSpec[] = subgraphs.map(subgraph => ({
    name: databaseOf(subgraph),
    role: databaseOf(subgraph),
    password: `chaos-${subgraph}`,
  }))
  let ended: () => void = () => {}
  const start = (port?: number) => startEmbeddedPostgres({ directory, databases, port, onUnexpectedEnd: () => ended() })
  let server: EmbeddedPostgres = await start()
  const { port } = server
  const logger = createLogger({ name: 'chaos', level: 'silent' })
  const pools = Object.fromEntries(
    subgraphs.map(subgraph => [
      subgraph,
      createDatabase({
        url: server.superuserUrl(databaseOf(subgraph)),
        maxConnections: HARNESS_CONNECTIONS_MAX,
        applicationName: 'harness',
        logger,
      }),
    ]),
  ) as Record<Subgraph, Database>

  const crash = async (signal: NodeJS.Signals) => {
    const end = new Promise<void>(resolve => {
      ended = resolve
    })
    process.kill(postmasterPid(server.directory), signal)
    await end
    server = await start(port)
  }
  return {
    url: (subgraph, applicationName = 'harness') => {
      const url = new URL(server.url(databaseOf(subgraph)))
      url.searchParams.set('application_name', applicationName)
      return url.href
    },
    pool: subgraph => pools[subgraph].primary,
    kill: () => crash('SIGKILL'),
    stopImmediately: () => crash('SIGQUIT'),
    killBackend: async applicationName => {
      const { rows } = await pools.users.primary.query<{ pid: number }>(
        'select pid from pg_stat_activity where application_name = $1 order by backend_start desc limit 1',
        [applicationName],
      )
      if (rows[0] === undefined) throw new Error(`${applicationName} has no connection`)
      process.kill(rows[0].pid, 'SIGKILL')
    },
    close: async () => {
      await Promise.all(subgraphs.map(subgraph => pools[subgraph].close()))
      await server.stop()
    },
  }
}

const postmasterPid = (directory: string): number =>
  Number.parseInt(readFileSync(path.join(directory, 'data', 'postmaster.pid'), 'utf8'), 10)
