import { rmSync } from 'node:fs'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDirectory } from '../testing/test-directory.js'
import { createDatabases, startEmbeddedPostgres, type EmbeddedPostgres } from './index.js'

const subgraphs = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications']
const databases = subgraphs.map(name => ({ name, role: name, password: `password of ${name}` }))
const pairs = subgraphs.flatMap(role => subgraphs.filter(name => name !== role).map(name => ({ role, name })))

let directory: string
let server: EmbeddedPostgres

beforeAll(async () => {
  directory = createTestDirectory('isolation')
  server = await startEmbeddedPostgres({ directory, databases, isDurable: false })
})

afterAll(async () => {
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
})

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows
  } finally {
    await client.end()
  }
}

/** The role's own URL, with another database's name in it. */
function urlTo(database: string, role: string): string {
  const url = new URL(server.url(role))
  url.pathname = `/${database}`
  return url.href
}

/** By TCP, as a stranger on this machine would come. */
function byTcp(role: string, password: string, database = 'postgres'): string {
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${database}`
}

describe('a subgraph’s role', () => {
  test.each(subgraphs)('%s works in its own database, where it may make tables', async name => {
    await query(server.url(name), 'CREATE TABLE mine AS SELECT 1 AS id')
    expect(await query(server.url(name), 'SELECT id FROM mine')).toEqual([{ id: 1 }])
    expect(await query(server.url(name), 'SELECT current_user AS role, current_database() AS name')).toEqual([
      { role: name, name },
    ])
  })

  test.each(pairs)('$role may not connect to $name', async ({ role, name }) => {
    await expect(query(urlTo(name, role), 'SELECT 1')).rejects.toThrow(`permission denied for database "${name}"`)
  })

  test.each(subgraphs)('%s may not connect to the server’s own databases', async role => {
    await expect(query(urlTo('postgres', role), 'SELECT 1')).rejects.toThrow('permission denied for database')
    await expect(query(urlTo('template1', role), 'SELECT 1')).rejects.toThrow('permission denied for database')
  })

  test('is no superuser, and may make neither roles nor databases', async () => {
    const rights = await query(
      server.superuserUrl(),
      `SELECT count(*)::int AS roles, bool_or(rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls) AS more
       FROM pg_roles WHERE rolname IN ('users', 'characters', 'quests', 'gacha', 'social', 'notifications')`,
    )
    expect(rights).toEqual([{ roles: subgraphs.length, more: false }])
  })
})

test.each(['', 'postgres', 'password of users'])(
  'a stranger with the password “%s” is no superuser',
  async password => {
    await expect(query(byTcp('postgres', password), 'SELECT 1')).rejects.toThrow(/password/)
  },
)

test('a role without its password gets in neither by TCP nor by the socket', async () => {
  await expect(query(byTcp('users', 'password of gacha', 'users'), 'SELECT 1')).rejects.toThrow(
    'password authentication failed',
  )
  const bySocket = new URL(server.url('users'))
  bySocket.password = 'guess'
  await expect(query(bySocket.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
})

test('making the databases again changes nothing, also by two at once, and a new password counts', async () => {
  await query(server.url('users'), 'CREATE TABLE kept (id int)')
  const renewed = databases.map(database => ({ ...database, password: `${database.password}, renewed` }))
  const options = { superuserUrl: server.superuserUrl, databases: renewed }
  await Promise.all([createDatabases(options), createDatabases(options)])
  expect(await query(byTcp('users', 'password of users, renewed', 'users'), 'SELECT * FROM kept')).toEqual([])
  await expect(query(server.url('users'), 'SELECT 1')).rejects.toThrow('password authentication failed')
  await createDatabases({ superuserUrl: server.superuserUrl, databases })
})
