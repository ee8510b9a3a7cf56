import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { StartError } from '../errors/index.js'
import { spawnBound } from '../process/index.js'
import type { Binaries } from './binaries.js'
import type { ServerUser } from './run-as.js'

export const SUPERUSER = 'postgres'
const PASSWORD_BYTES = 24

/** The environment of the binaries: nothing of ours, so that no secret and no PG… variable gets in. */
export const serverEnvironment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' }

/** A directory that holds a cluster (`data`) and what only we need beside it. */
export interface DataDirectory {
  readonly data: string
  readonly superuserPassword: string
}

/**
 * Opens the cluster in `directory`, or creates one: UTF-8, sorted by code point, passwords required of all
 * users.
 */
export async function prepareDataDirectory(options: {
  directory: string
  binaries: Binaries
  user: ServerUser | undefined
  isDurable: boolean
  log: (line: string) => void
}): Promise<DataDirectory> {
  const { directory, binaries, user, log } = options
  const data = path.join(directory, 'data')
  const passwordFile = path.join(directory, 'superuser-password')
  if (!existsSync(data)) {
    log('making a new database cluster')
    writeFileSync(passwordFile, randomBytes(PASSWORD_BYTES).toString('base64url'), { mode: 0o600 })
    if (user !== undefined) chownSync(passwordFile, user.uid, user.gid)
    await initialize({ ...options, data, passwordFile })
  }
  const version = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim()
  if (version !== binaries.majorVersion) {
    throw new StartError(
      `Expected a data directory of Postgres ${binaries.majorVersion}, got one of ${version} in ${data}: restore a backup into a new directory, or remove this one to start empty.`,
    )
  }
  return { data, superuserPassword: readFileSync(passwordFile, 'utf8') }
}

/** Makes the directory and gives it to the server's user. */
export function ownDirectory(directory: string, user: ServerUser | undefined): void {
  mkdirSync(path.dirname(directory), { recursive: true, mode: 0o755 })
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (user !== undefined) chownSync(directory, user.uid, user.gid)
}

async function initialize(options: {
  data: string
  passwordFile: string
  binaries: Binaries
  user: ServerUser | undefined
  isDurable: boolean
}): Promise<void> {
  const { data, passwordFile, binaries, user, isDurable } = options
  // Renamed when it is whole: initdb that was killed leaves a directory that looks like a cluster and is none.
  const unfinished = `${data}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  const initdb = await spawnBound({
    command: binaries.initdb,
    args: [
      `--pgdata=${unfinished}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-locale',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(isDurable ? [] : ['--no-sync']),
    ],
    endSignal: 'SIGKILL',
    env: serverEnvironment,
    user,
  })
  const { reason, lastWords } = await initdb.ended
  if (reason !== 'exit code 0')
    throw new Error(`Expected initdb to make ${data}; it ended with ${reason}: ${lastWords}`)
  renameSync(unfinished, data)
}
