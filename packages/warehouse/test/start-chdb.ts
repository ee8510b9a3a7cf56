import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** ClickHouse as a library behind its HTTP interface, in a process of its own. */
export interface Chdb {
  /** Of an empty database. */
  readonly url: string
  /** The answer to a query in the format that it names, or tab-separated. */
  query(sql: string): Promise<string>
  close(): Promise<void>
}

const directory = path.join(import.meta.dirname, 'chdb')
const INSTALL_TIMEOUT_MS = 10 * 60_000

export async function startChdb(): Promise<Chdb> {
  install()
  const child = spawn(process.execPath, ['server.mjs'], {
    cwd: directory,
    // A server whose days are others than those of UTC.
    env: { TZ: 'Asia/Tokyo' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const port = await Promise.race([
    new Promise<string>(resolve => createInterface(child.stdout).once('line', resolve)),
    ended.then(() => {
      throw new Error('chdb has ended before it was ready')
    }),
  ])
  const url = `http://127.0.0.1:${port}/warehouse`
  return {
    url,
    query: async sql => {
      const answer = await fetch(`http://127.0.0.1:${port}/?database=warehouse`, { method: 'POST', body: sql })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${text}\n${sql}`)
      return text
    },
    close: async () => {
      child.kill()
      await ended
    },
  }
}

/** Installs chdb as its lock file says: it is too large (550 MB) for the installation of the project. */
function install(): void {
  const versionIn = (file: string) =>
    (JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, { version?: string }> }).packages[
      'node_modules/chdb'
    ]?.version
  const installed = path.join(directory, 'node_modules', '.package-lock.json')
  if (existsSync(installed) && versionIn(installed) === versionIn(path.join(directory, 'package-lock.json'))) return
  // Not `npm ci`: it refuses a lock without the libraries of other platforms, which not every registry has.
  const { error, status, stderr } = spawnSync('npm', ['install', '--no-save', '--loglevel=error'], {
    cwd: directory,
    encoding: 'utf8',
    timeout: INSTALL_TIMEOUT_MS,
  })
  if (status !== 0) throw new Error(`chdb cannot be installed: ${error?.message ?? stderr}`)
}
