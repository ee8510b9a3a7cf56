import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createDatabases, type DatabaseSpec } from '@waystone/kit/embedded-postgres'
import { migrate } from '@waystone/kit/migrate'
import { freePort, spawnBound, type BoundProcess } from '@waystone/kit/process'
import { auditedSubgraphs } from '@waystone/audit'
import { BackupError } from '../backups/backup-error.js'
import { waitUntilReady } from '../backups/cluster-server.js'
import { postgresAccount, type Backups } from '../backups/open-backups.js'
import { renderPostgresSettings } from '../backups/pgbackrest-config.js'
import { runTool, toolEnvironment } from '../backups/run-tool.js'

const WAITING_MS = 1_000

/** The PostgreSQL that stands for production's: its WAL is archived as the settings say. */
export interface Primary {
  superuserUrl(database?: string): string
  /** In order, as for a restore. */
  stop(): Promise<void>
  /** As a machine that is gone: nothing more is written or archived. */
  lose(): Promise<void>
}

/** initdb, and what postgresql.conf says of backups. */
export async function createCluster(backups: Backups, bin: string): Promise<void> {
  const { settings, account } = backups
  const { BACKUP_POSTGRES_DATA: data, BACKUP_POSTGRES_SOCKET: socket, BACKUP_POSTGRES_USER: user } = settings
  mkdirSync(socket, { recursive: true, mode: 0o750 })
  if (account !== undefined) chownSync(socket, account.uid, account.gid)
  const options = ['--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums', '--no-instructions']
  const { code, lastWords } = await runTool(
    path.join(bin, 'initdb'),
    [`--pgdata=${data}`, `--username=${user}`, ...options],
    { account },
  )
  if (code !== 0) throw new BackupError(`drill: initdb has failed:\n${lastWords}`)
  const included = path.join(data, 'waystone-backups.conf')
  writeFileSync(included, renderPostgresSettings(settings), { mode: 0o644 })
  writeFileSync(path.join(data, 'postgresql.conf'), "include 'waystone-backups.conf'\n", { mode: 0o644 })
}

export async function startPrimary({ settings, account }: Backups, bin: string): Promise<Primary> {
  const { BACKUP_POSTGRES_DATA: data, BACKUP_POSTGRES_SOCKET: socket, BACKUP_POSTGRES_USER: user } = settings
  const port = settings.BACKUP_POSTGRES_PORT
  const config = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: socket,
    max_connections: '100',
    shared_buffers: '256MB',
    max_wal_size: '4GB',
  }
  const server: BoundProcess = await spawnBound({
    command: path.join(bin, 'postgres'),
    args: ['-D', data, ...Object.entries(config).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    endSignal: 'SIGINT',
    env: toolEnvironment,
    user: account,
  })
  await waitUntilReady(server, data)
  return {
    superuserUrl: (database = 'postgres') => `postgres://${user}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      server.kill('SIGINT')
      await server.ended
    },
    lose: async () => {
      server.kill('SIGKILL')
      // Its children outlive it for a moment and hold its outputs, which keep this process alive by themselves no more.
      const waiting = setInterval(() => undefined, WAITING_MS)
      await server.ended
      clearInterval(waiting)
    },
  }
}

/** The databases of all subgraphs with their roles, at the newest migration. */
export async function makeDatabases(primary: Primary, prisma: string): Promise<void> {
  const databases: readonly DatabaseSpec[] = auditedSubgraphs.map(name => ({
    name: `waystone_${name}`,
    role: `waystone_${name}`,
    password: 'drill',
  }))
  await createDatabases({ superuserUrl: primary.superuserUrl, databases })
  for (const name of auditedSubgraphs) {
    const url = new URL(primary.superuserUrl(`waystone_${name}`))
    url.username = `waystone_${name}`
    await migrate({ url: url.href, directory: path.join(prisma, name) })
  }
}

/** A folder of the drill's own, which PostgreSQL's account can reach, and a free port. */
export async function drillDirectory(parent: string): Promise<{ directory: string; port: number; remove(): void }> {
  mkdirSync(parent, { recursive: true })
  const directory = mkdtempSync(path.join(parent, 'waystone-restore-drill-'))
  const account = postgresAccount('postgres')
  if (account !== undefined) chownSync(directory, account.uid, account.gid)
  return { directory, port: await freePort(), remove: () => rmSync(directory, { recursive: true, force: true }) }
}
