import { createHash, randomBytes } from 'node:crypto'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Client } from 'pg'
import { migrate, readMigrations } from '../migrate/index.js'
import { connectClient, createPool } from '../postgres/index.js'
import { roleUrlOf, superuserUrlOf, testRole } from './test-postgres.js'

export type MigratedSubgraph = 'users' | 'characters' | 'quests' | 'gacha' | 'social' | 'notifications'

export interface TestDatabase {
  /** As a role that owns everything in it and has no other rights, as in production. */
  readonly url: string
  /** Drops it; connections that are still open are cut. */
  close(): Promise<void>
}

const PRISMA_DIRECTORY = fileURLToPath(new URL('../../../../prisma', import.meta.url))
const NAME_HASH_LENGTH = 12
const NAME_BYTES = 8

/**
 * A database of its own for a test file, with a subgraph's migrations applied, or empty with null.
 * It is a copy of a template that the run migrates once; every copy takes about 30 ms.
 */
export async function createTestDatabase(options: { migrations: MigratedSubgraph | null }): Promise<TestDatabase> {
  const name = `test_${options.migrations ?? 'empty'}_${randomBytes(NAME_BYTES).toString('hex')}`
  await asSuperuser('postgres', async client => {
    const template = await readyTemplate(client, options.migrations)
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  })
  return {
    url: roleUrlOf(name),
    close: async () => {
      await asSuperuser('postgres', async client => await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

/** Gives the database a time zone of its own, as an operator may: connections that are opened from now on have it. */
export async function setTimeZone({ url }: TestDatabase, zone: string): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  await asSuperuser('postgres', async client => {
    await client.query(`ALTER DATABASE ${name} SET TimeZone TO '${zone}'`)
    await client.query(`ALTER ROLE ${testRole.name} IN DATABASE ${name} SET TimeZone TO '${zone}'`)
  })
}

/**
 * A role that may read everything in a database and change nothing, and its owner's hand for what the test
 * itself changes.
 */
export interface Reader {
  readonly url: string
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>
  asOwner(text: string, values?: readonly unknown[]): Promise<void>
  close(): Promise<void>
}

export async function createReader({ url }: TestDatabase): Promise<Reader> {
  const role = `reader_${randomBytes(NAME_BYTES).toString('hex')}`
  const readerUrl = new URL(url)
  readerUrl.username = role
  readerUrl.password = role
  await asSuperuser('postgres', async client => {
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${role}'`)
    // The owner of an application's database may put its tables into a schema of their own.
    await client.query(`GRANT CREATE ON DATABASE ${readerUrl.pathname.slice(1)} TO ${testRole.name}`)
  })
  const owner = createPool({ connectionString: url, max: 1 })
  await owner.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`)
  return {
    url: readerUrl.href,
    rows: async (text, values = []) => (await owner.query(text, [...values])).rows,
    asOwner: async (text, values = []) => void (await owner.query(text, [...values])),
    close: () => owner.end(),
  }
}

async function readyTemplate(client: Client, migrations: MigratedSubgraph | null): Promise<string> {
  const directory = migrations === null ? null : path.join(PRISMA_DIRECTORY, migrations)
  const name = `template_${migrations ?? 'empty'}_${hashOf(directory)}`
  // Test files run in parallel: the first creates the template, the rest wait for it.
  await client.query('SELECT pg_advisory_lock(hashtext($1))', [name])
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [name])
    if (rowCount === 0) await makeTemplate({ client, name, directory })
  } finally {
    await client.query('SELECT pg_advisory_unlock(hashtext($1))', [name])
  }
  return name
}

/** Changed migrations make another template: in watch mode the server stays. */
function hashOf(directory: string | null): string {
  const checksums = directory === null ? [] : readMigrations(directory).map(migration => migration.checksum)
  return createHash('sha256').update(checksums.join()).digest('hex').slice(0, NAME_HASH_LENGTH)
}

async function makeTemplate(options: { client: Client; name: string; directory: string | null }): Promise<void> {
  const { client, name, directory } = options
  // One that is no template yet was left by a run of migrations that failed.
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${name}`)
  await asSuperuser(name, async own => await own.query(`ALTER SCHEMA public OWNER TO ${testRole.name}`))
  if (directory !== null) await migrate({ url: roleUrlOf(name), directory })
  await client.query(`ALTER DATABASE ${name} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`)
}

async function asSuperuser<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connectClient({ connectionString: superuserUrlOf(database) })
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
