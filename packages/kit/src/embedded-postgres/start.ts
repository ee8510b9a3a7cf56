import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort, spawnBound, type BoundProcess } from '../process/index.js'
import { findBinaries, type Binaries } from './binaries.js'
import { createDatabases, type DatabaseSpec } from './create-databases.js'
import { ownDirectory, prepareDataDirectory, serverEnvironment, SUPERUSER } from './data-directory.js'
import { clearOrphan, takeOwnership } from './ownership.js'
import { readPidFile } from './pid-file.js'
import { reachableDirectory, recordWanted } from './reachable-directory.js'
import { serverUser, type ServerUser } from './run-as.js'

/** A PostgreSQL server of our own, from binaries that npm brought. */
export interface EmbeddedPostgres {
  readonly port: number
  /** Where the cluster really is: not where it was asked for when the server's user cannot reach that place. */
  readonly directory: string
  /** For the role that owns this database. */
  url(database: string): string
  superuserUrl(database?: string): string
  /** Stops in order; open connections are cut. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** Kept between starts. One process at a time. */
  directory: string
  /** On 127.0.0.1; 0 or none takes a free one. */
  port?: number | undefined
  /** Made if missing, each open to its own role only. */
  databases?: readonly DatabaseSpec[]
  /** False loses data when the machine stops: for tests. Default true. */
  isDurable?: boolean
  /** Settings of PostgreSQL beside those that are needed here, by name. */
  settings?: Readonly<Record<string, string>>
  log?: (line: string) => void
  /** Called when the server ends without having been asked to. */
  onUnexpectedEnd?: (reason: string) => void
}

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 10_000
const POLL_INTERVAL_MS = 5
/** Starts again when a free port was taken in between, or processes of a killed server still hold its memory. */
const ATTEMPTS_MAX = 20
const ATTEMPT_DELAY_MS = 250
const CONNECTIONS_MAX = 300
/** A socket's path must fit into sockaddr_un. */
const SOCKET_PATH_LENGTH_MAX = 100

/**
 * Starts Postgres on `directory`, making a cluster there the first time; returns when it takes connections.
 * It ends with this process, however this process ends. Passwords are always asked for: the superuser's is
 * made by chance and kept in the directory, readable to its owner only.
 * @throws Error when another process runs on the directory, or the server does not start; with the server's last words.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { databases = [], isDurable = true, settings = {}, log = () => {} } = options
  const user = serverUser()
  const binaries = findBinaries(user)
  const directory = reachableDirectory(options.directory, user)
  ownDirectory(directory, user)
  recordWanted(directory, options.directory)
  const giveUp = takeOwnership(directory)
  try {
    const { data, superuserPassword } = await prepareDataDirectory({ directory, binaries, user, isDurable, log })
    await clearOrphan({ data, log })
    const wantedPort = options.port ?? 0
    const { server, port } = await startServer({ binaries, data, user, isDurable, settings, log, wantedPort })
    const address = { directory, port }
    const superuserUrl = (database = 'postgres') =>
      urlOf({ ...address, role: SUPERUSER, password: superuserPassword, database })
    let isStopping = false
    const watchEnd = async () => {
      const { reason, lastWords } = await server.ended
      giveUp()
      if (!isStopping) options.onUnexpectedEnd?.(`${reason}: ${lastWords}`)
    }
    void watchEnd()
    const stop = async () => {
      isStopping = true
      await stopServer(server)
    }
    try {
      await createDatabases({ superuserUrl, databases })
    } catch (error) {
      await stop()
      throw error
    }
    server.unref()
    return {
      port,
      directory,
      url: database => urlOf({ ...address, ...roleOf(databases, database), database }),
      superuserUrl,
      stop,
    }
  } catch (error) {
    giveUp()
    throw error
  }
}

async function startServer(options: {
  binaries: Binaries
  data: string
  user: ServerUser | undefined
  isDurable: boolean
  settings: Readonly<Record<string, string>>
  wantedPort: number
  log: (line: string) => void
}): Promise<{ server: BoundProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = options.wantedPort === 0 ? await freePort() : options.wantedPort
    const server = await spawnBound({
      command: options.binaries.postgres,
      args: ['-D', options.data, '-p', String(port), ...settingsOf(options)],
      endSignal: 'SIGINT',
      env: serverEnvironment,
      user: options.user,
      onLine: options.log,
    })
    if (await isReady(server, options.data)) return { server, port }
    const lastWords = server.end?.lastWords ?? ''
    if (attempt === ATTEMPTS_MAX || !mayStartLater(lastWords, options.wantedPort)) {
      throw new Error(
        `Expected Postgres to start on ${options.data}; it ended with ${server.end?.reason}: ${lastWords}`,
      )
    }
    await delay(ATTEMPT_DELAY_MS)
  }
}

function settingsOf(options: {
  data: string
  isDurable: boolean
  settings: Readonly<Record<string, string>>
}): string[] {
  const directory = path.dirname(options.data)
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: hasSocket(directory) ? directory : '',
    unix_socket_permissions: '0700',
    max_connections: CONNECTIONS_MAX,
    // Failed statements are the caller's to handle and to log; statements may hold secrets.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    ...(options.isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** @returns false when it ended instead. */
async function isReady(server: BoundProcess, data: string): Promise<boolean> {
  const deadline = performance.now() + START_TIMEOUT_MS
  while (server.end === undefined) {
    const said = readPidFile(data)
    if (said?.pid === server.pid && said.isReady) return true
    if (performance.now() > deadline) {
      server.kill('SIGKILL')
      await server.ended
      throw new Error(`Expected Postgres to take connections within ${START_TIMEOUT_MS} ms on ${data}.`)
    }
    await delay(POLL_INTERVAL_MS)
  }
  return false
}

function mayStartLater(lastWords: string, wantedPort: number): boolean {
  if (/pre-existing shared memory block|lock file .* already exists/.test(lastWords)) return true
  return wantedPort === 0 && /could not bind|could not create any TCP/.test(lastWords)
}

async function stopServer(server: BoundProcess): Promise<void> {
  if (server.end !== undefined) return
  server.kill('SIGINT')
  const timer = setTimeout(() => server.kill('SIGQUIT'), STOP_TIMEOUT_MS)
  await server.ended
  clearTimeout(timer)
}

const hasSocket = (directory: string) => path.join(directory, '.s.PGSQL.65535.lock').length <= SOCKET_PATH_LENGTH_MAX

/** By the socket where there is one: 1.5 times as fast as TCP. */
function urlOf(options: { directory: string; port: number; role: string; password: string; database: string }): string {
  const { directory, port, role, password, database } = options
  const login = `${encodeURIComponent(role)}:${encodeURIComponent(password)}`
  const url = `postgres://${login}@localhost:${port}/${encodeURIComponent(database)}`
  return hasSocket(directory)
    ? `${url}?host=${encodeURIComponent(directory)}`
    : url.replace('@localhost:', '@127.0.0.1:')
}

function roleOf(databases: readonly DatabaseSpec[], name: string): DatabaseSpec {
  const database = databases.find(each => each.name === name)
  if (database === undefined) {
    throw new Error(`Expected one of ${databases.map(each => each.name).join(', ')}; got a database named ${name}.`)
  }
  return database
}
