import { escapeIdentifier, escapeLiteral, type Client } from 'pg'
import { connectClient } from '../postgres/index.js'

/** One database and the only role that may connect to it. */
export interface DatabaseSpec {
  readonly name: string
  readonly role: string
  readonly password: string
}

/** Any number that no other advisory lock of the server has. */
const LOCK_KEY = 4_790_316_588

/**
 * Makes what is missing of `databases` and their roles, and sets the roles' passwords: a second run changes
 * nothing else. No role may connect to any database but its own; each owns the schema `public` of its own.
 */
export async function createDatabases(options: {
  superuserUrl: (database?: string) => string
  databases: readonly DatabaseSpec[]
}): Promise<void> {
  const { superuserUrl, databases } = options
  if (databases.length === 0) return
  await withClient(superuserUrl(), async client => {
    // Two processes that start at once against one server: the second finds everything made.
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY])
    const finished = await finishedDatabases(client)
    await client.query(closedToPublic(['postgres', 'template1']) + (await roleStatements(client, databases)))
    for (const database of databases) {
      if (finished.has(keyOf(database))) continue
      await createDatabase(client, database)
      await withClient(superuserUrl(database.name), own => own.query(schemaStatement(database)))
      // Last: that its role may connect says that the database is finished.
      await client.query(`${closedToPublic([database.name])} ${grantStatement(database)}`)
    }
  })
}

async function finishedDatabases(client: Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string; role: string }>(
    `SELECT datname AS name, rolname AS role FROM pg_database JOIN pg_roles ON has_database_privilege(pg_roles.oid, pg_database.oid, 'CONNECT')
     WHERE NOT rolsuper AND NOT has_database_privilege('public', pg_database.oid, 'CONNECT')`,
  )
  return new Set(rows.map(keyOf))
}

async function roleStatements(client: Client, databases: readonly DatabaseSpec[]): Promise<string> {
  const { rows } = await client.query<{ rolname: string }>('SELECT rolname FROM pg_roles')
  const existing = new Set(rows.map(row => row.rolname))
  return databases
    .map(({ role, password }) => {
      const verb = existing.has(role) ? 'ALTER' : 'CREATE'
      return `${verb} ROLE ${escapeIdentifier(role)} LOGIN PASSWORD ${escapeLiteral(password)};`
    })
    .join('\n')
}

async function createDatabase(client: Client, { name }: DatabaseSpec): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
  // It stands half made when an earlier run was killed.
  if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`)
}

const keyOf = ({ name, role }: { name: string; role: string }) => JSON.stringify([name, role])

const closedToPublic = (names: readonly string[]) =>
  names.map(name => `REVOKE CONNECT, TEMPORARY ON DATABASE ${escapeIdentifier(name)} FROM PUBLIC;`).join('\n')

const grantStatement = ({ name, role }: DatabaseSpec) =>
  `GRANT CONNECT, TEMPORARY ON DATABASE ${escapeIdentifier(name)} TO ${escapeIdentifier(role)};`

const schemaStatement = ({ role }: DatabaseSpec) => `ALTER SCHEMA public OWNER TO ${escapeIdentifier(role)}`

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connectClient({ connectionString: url })
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
