import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { connectClient } from '@waystone/kit/postgres'
import * as z from 'zod'
import { BackupError } from './backup-error.js'
import { DecryptedStream, EncryptedStream } from './encrypted-stream.js'
import type { Pgbackrest } from './pgbackrest.js'
import { startTool, type Account } from './run-tool.js'
import type { BackupSettings } from './settings.js'
import type { Steps } from './steps.js'

/** Where dumps lie in the repository, beside pgBackRest's own folders. */
const FOLDER = 'dumps'
const LIST = 'list.json'
/** Roles and their passwords, which belong to no database. */
export const GLOBALS = 'globals'
const DAY_MS = 24 * 60 * 60_000
const LABEL = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/

const dumpFile = z.object({ name: z.string(), bytes: z.number(), hmac: z.string() })
type DumpFile = z.output<typeof dumpFile>
const dumpList = z.object({ at: z.iso.datetime(), postgres: z.string(), files: z.array(dumpFile) })

/** A dump of every database, each as of its own moment. */
export interface Dump {
  readonly label: string
  readonly at: Date
  readonly bytes: number
  readonly files: readonly DumpFile[]
}

export interface DumpOptions {
  readonly settings: BackupSettings
  readonly pgbackrest: Pgbackrest
  readonly account: Account | undefined
  readonly bin: string
}

/**
 * Dumps every database and the roles into the repository, encrypted, and deletes dumps that are older than the
 * retention. The list is written last: a dump without one was not finished, and is not shown.
 */
export async function dumpDatabases(
  options: DumpOptions & { readonly now: Date; readonly steps: Steps },
): Promise<Dump> {
  const { settings, pgbackrest, now, steps } = options
  const label = now.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const { names, version } = await databasesOf(settings)
  const files: DumpFile[] = []
  for (const name of [GLOBALS, ...names])
    files.push(await steps.run(`dumping ${name}`, () => dumpOne({ ...options, label, name })))
  await put(pgbackrest, `${FOLDER}/${label}/${LIST}`, async stdin => {
    stdin.end(JSON.stringify({ at: now.toISOString(), postgres: version, files }))
  })
  await forgetDumps(pgbackrest, new Date(now.getTime() - settings.BACKUP_RETENTION_DAYS * DAY_MS))
  return { label, at: now, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), files }
}

/** The dumps that are complete, the oldest first. */
export async function listDumps(pgbackrest: Pgbackrest): Promise<readonly Dump[]> {
  const dumps: Dump[] = []
  for (const label of await labelsOf(pgbackrest)) {
    const entries = await namesIn(pgbackrest, `${FOLDER}/${label}`)
    if (!entries.includes(LIST)) continue
    const text = await pgbackrest.run('repo-get', ['--raw', `${FOLDER}/${label}/${LIST}`])
    const { at, files } = dumpList.parse(JSON.parse(text))
    dumps.push({ label, at: new Date(at), bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), files })
  }
  return dumps
}

/**
 * Writes one database of a dump to a file that pg_restore reads (psql for the globals).
 * @throws BackupError when the dump is corrupted or the key another one; no file is left then.
 */
export async function extractDump(
  { settings, pgbackrest }: Pick<DumpOptions, 'settings' | 'pgbackrest'>,
  wanted: { readonly label: string; readonly name: string; readonly file: string },
): Promise<void> {
  const { label, name, file } = wanted
  const dump = (await listDumps(pgbackrest)).find(each => each.label === label)
  const found = dump?.files.find(each => each.name === name)
  if (found === undefined) throw new BackupError(`backup: the repository has no dump ${label} of ${name}.`)
  const tool = await pgbackrest.start('repo-get', ['--raw', `${FOLDER}/${label}/${name}.dump`])
  tool.stdin.end()
  try {
    const opened = new DecryptedStream(settings.BACKUP_KEY, found.hmac)
    await pipeline(tool.stdout, opened, createWriteStream(file, { flags: 'wx', mode: 0o600 }))
  } catch (error) {
    tool.kill()
    if (!isTaken(error)) await rm(file, { force: true })
    throw isTaken(error) ? new BackupError(`backup: ${file} exists already: name another file.`) : error
  }
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'

async function dumpOne(of: DumpOptions & { readonly label: string; readonly name: string }): Promise<DumpFile> {
  const { settings, pgbackrest, account, bin, label, name } = of
  const connection = [
    `--host=${settings.BACKUP_POSTGRES_SOCKET}`,
    `--port=${settings.BACKUP_POSTGRES_PORT}`,
    `--username=${settings.BACKUP_POSTGRES_USER}`,
    '--no-password',
  ]
  const [program, args] =
    name === GLOBALS
      ? ['pg_dumpall', ['--globals-only', ...connection]]
      : ['pg_dump', ['--format=custom', ...connection, name]]
  const source = await startTool(path.join(bin, program), args, { account })
  source.stdin.end()
  const sealed = new EncryptedStream(settings.BACKUP_KEY)
  await put(pgbackrest, `${FOLDER}/${label}/${name}.dump`, async stdin => {
    await pipeline(source.stdout, sealed, stdin)
  })
  const { code, lastWords } = await source.ended
  if (code !== 0) throw new BackupError(`backup: ${program} of ${name} has failed:\n${lastWords}`)
  return { name, ...sealed.seal() }
}

async function put(
  pgbackrest: Pgbackrest,
  file: string,
  feed: (stdin: NodeJS.WritableStream) => Promise<void>,
): Promise<void> {
  const tool = await pgbackrest.start('repo-put', ['--raw', file])
  tool.stdout.resume()
  // A store that is away closes the stream: its reason is in the tool's words.
  const fed = await feed(tool.stdin).then(
    () => null,
    (error: unknown) => error,
  )
  if (fed !== null) tool.kill()
  const { code, lastWords } = await tool.ended
  if (code !== 0 || fed !== null)
    throw new BackupError(`backup: ${file} cannot be written into the repository:\n${lastWords}`, { cause: fed })
}

async function databasesOf(settings: BackupSettings): Promise<{ names: readonly string[]; version: string }> {
  const client = await connectClient({ connectionString: clusterUrl(settings) })
  try {
    const { rows } = await client.query<{ names: string[]; version: string }>(
      `SELECT array_agg(datname::text ORDER BY datname) AS names, current_setting('server_version') AS version
       FROM pg_database WHERE NOT datistemplate AND datallowconn AND datname <> 'postgres'`,
    )
    return { names: rows[0]?.names ?? [], version: rows[0]?.version ?? '' }
  } finally {
    await client.end()
  }
}

/** The cluster that is backed up, by its socket. */
export function clusterUrl(settings: BackupSettings, database = 'postgres'): string {
  const host = encodeURIComponent(settings.BACKUP_POSTGRES_SOCKET)
  const user = encodeURIComponent(settings.BACKUP_POSTGRES_USER)
  return `postgres://${user}@/${database}?host=${host}&port=${settings.BACKUP_POSTGRES_PORT}`
}

async function forgetDumps(pgbackrest: Pgbackrest, before: Date): Promise<void> {
  for (const label of await labelsOf(pgbackrest)) {
    const [, year, month, day, hour, minute, second] = (LABEL.exec(label) ?? []).map(Number)
    const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
    if (at < before.getTime()) await pgbackrest.run('repo-rm', ['--recurse', `${FOLDER}/${label}`])
  }
}

const labelsOf = async (pgbackrest: Pgbackrest): Promise<readonly string[]> =>
  (await namesIn(pgbackrest, FOLDER)).filter(name => LABEL.test(name)).toSorted()

const listing = z.record(z.string(), z.unknown())

async function namesIn(pgbackrest: Pgbackrest, folder: string): Promise<readonly string[]> {
  const text = await pgbackrest.run('repo-ls', ['--output=json', folder])
  return Object.keys(listing.parse(JSON.parse(text))).filter(name => name !== '.')
}
