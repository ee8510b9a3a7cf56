import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** One migration of a subgraph, as its directory under prisma/<name>/migrations holds it. */
export interface Migration {
  readonly name: string
  readonly sql: string
  /** As Prisma computes it, so that its own tools agree. */
  readonly checksum: string
}

/** The migrations of `directory` (prisma/<name>), oldest first. */
export function readMigrations(directory: string): readonly Migration[] {
  return readdirSync(migrationsOf(directory), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .toSorted()
    .map(name => {
      const sql = readFileSync(path.join(migrationsOf(directory), name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

export const migrationsOf = (directory: string) => path.join(directory, 'migrations')

/** Prisma keeps the provider here. */
export const LOCK_FILE = 'migration_lock.toml'
export const LOCK_FILE_TEXT = `# Prisma reads the provider here.\nprovider = "postgresql"\n`
