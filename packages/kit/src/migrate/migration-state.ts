import type { Queryable } from '../postgres/index.js'
import { readMigrations } from './migration-files.js'

/** The migrations of a database beside those of this build, by name. */
export interface MigrationState {
  readonly applied: readonly string[]
  /** In this build and not applied. */
  readonly pending: readonly string[]
  /** Applied with another text than this build has. */
  readonly changed: readonly string[]
  /** Applied and unknown to this build, which is then older than the one that migrated. */
  readonly unknown: readonly string[]
}

/** Reads only, and takes no lock. `directory` is prisma/<name>. */
export async function readMigrationState(db: Queryable, directory: string): Promise<MigrationState> {
  const migrations = readMigrations(directory)
  const applied = await readAppliedChecksums(db)
  const known = new Set(migrations.map(({ name }) => name))
  return {
    applied: [...applied.keys()],
    pending: migrations.filter(({ name }) => !applied.has(name)).map(({ name }) => name),
    changed: migrations
      .filter(({ name, checksum }) => (applied.get(name) ?? checksum) !== checksum)
      .map(({ name }) => name),
    unknown: [...applied.keys()].filter(name => !known.has(name)),
  }
}

/** The checksums of what is applied, by name, oldest first. */
export async function readAppliedChecksums(db: Queryable): Promise<ReadonlyMap<string, string>> {
  if (!(await hasMigrationsTable(db))) return new Map()
  const { rows } = await db.query<{ name: string; checksum: string }>({
    text: `SELECT migration_name AS name, checksum FROM "_prisma_migrations"
           WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  })
  return new Map(rows.map(row => [row.name, row.checksum]))
}

export async function hasMigrationsTable(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ exists: boolean }>({
    text: `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS "exists"`,
  })
  return rows[0]?.exists ?? false
}
