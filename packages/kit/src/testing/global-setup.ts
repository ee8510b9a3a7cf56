import { rmSync } from 'node:fs'
import { startEmbeddedPostgres } from '../embedded-postgres/index.js'
import { connectClient } from '../postgres/index.js'
import { createTestDirectory, removeAbandonedTestDirectories } from './test-directory.js'
import { announceTestPostgres, testRole } from './test-postgres.js'

/** One Postgres for the whole run, in a directory of its own: concurrent runs do not share one. */
export default async function startPostgresForTests(): Promise<() => Promise<void>> {
  removeAbandonedTestDirectories()
  const directory = createTestDirectory('test')
  const server = await startEmbeddedPostgres({ directory, isDurable: false })
  const client = await connectClient({ connectionString: server.superuserUrl() })
  await client.query(`CREATE ROLE ${testRole.name} LOGIN PASSWORD '${testRole.password}'`)
  await client.end()
  announceTestPostgres(server.superuserUrl())
  return async () => {
    await server.stop()
    rmSync(server.directory, { recursive: true, force: true })
    rmSync(directory, { recursive: true, force: true })
  }
}
