import path from 'node:path'
import type { Client } from 'pg'
import type { Logger } from '../logger/index.js'
import { connectClient } from '../postgres/index.js'
import { LOCK_FILE, LOCK_FILE_TEXT, migrationsOf, readMigrations, type Migration } from './migration-files.js'
import { hasMigrationsTable, readAppliedChecksums } from './migration-state.js'
import { allTables, withSchemaEngine } from './schema-engine.js'

/** Any number that no other advisory lock of a subgraph's database has (Prisma's own is 72707369). */
const LOCK_KEY = 4_790_316_589
/** How long a replica waits while another migrates. */
const LOCK_TIMEOUT_MS = 300_000

/**
 * Applies the migrations under `directory` (prisma/<name>) that the database lacks, each in one transaction,
 * and records them as Prisma's own tools do. Of several that start at once, one migrates and the others wait
 * for it. Where nothing is to be done, this is one query.
 *
 * A migration that fails, or that a crash cuts off, leaves nothing behind, and the next run tries it again.
 * @throws Error when a migration fails, or was changed after it was applied.
 */
export async function migrate(options: {
  url: string
  directory: string
  logger?: Logger | undefined
  onProgress?: ((message: string) => void) | undefined
}): Promise<{ applied: string[] }> {
  const { url, directory, logger, onProgress } = options
  const migrations = readMigrations(directory)
  const client = await connectClient({ connectionString: url, application_name: 'waystone-migrate' })
  try {
    if ((await findPending(client, migrations)).length === 0) return { applied: [] }
    await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`)
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY])
    const pending = await findPending(client, migrations)
    if (pending.length === 0) return { applied: [] }
    onProgress?.(`applying ${pending.length} migration(s)`)
    await forgetUnfinished(client)
    const applied = await apply({ url, directory, migrations, client, logger })
    logger?.info({ applied }, 'migrations applied')
    return { applied }
  } finally {
    // Gives the lock back, too.
    await client.end()
  }
}

async function findPending(client: Client, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  const applied = await readAppliedChecksums(client)
  const changed = migrations.filter(({ name, checksum }) => (applied.get(name) ?? checksum) !== checksum)
  if (changed.length > 0) {
    const names = changed.map(migration => migration.name).join(', ')
    throw new Error(
      `Expected applied migrations to stay as they are, but ${names} changed since: restore the text and write a new migration (in development, emptying the database will do).`,
    )
  }
  return migrations.filter(migration => !applied.has(migration.name))
}

/** Each migration finishes in its own transaction, so what is not finished has left nothing: it may be tried again. */
async function forgetUnfinished(client: Client): Promise<void> {
  if (!(await hasMigrationsTable(client))) return
  await client.query(
    `UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL`,
  )
}

async function apply(options: {
  url: string
  directory: string
  migrations: readonly Migration[]
  client: Client
  logger: Logger | undefined
}): Promise<string[]> {
  const { url, directory, migrations, client, logger } = options
  const onLog = (line: string) => logger?.debug({ line }, 'schema engine')
  try {
    return await withSchemaEngine({ url, onLog }, async engine => {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: {
          baseDir: path.resolve(migrationsOf(directory)),
          shadowDbInitScript: '',
          lockfile: { path: LOCK_FILE, content: LOCK_FILE_TEXT },
          migrationDirectories: migrations.map(({ name, sql }) => ({
            path: name,
            migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
          })),
        },
        filters: allTables,
      })
      return appliedMigrationNames
    })
  } catch (error) {
    const failed = (await findPending(client, migrations))[0]?.name
    await forgetUnfinished(client)
    throw new Error(`Expected migration ${failed} of ${directory} to apply: ${messageOf(error)}`, { cause: error })
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
