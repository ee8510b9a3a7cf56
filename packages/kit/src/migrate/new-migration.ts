import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from '../clock/index.js'
import { migrate } from './migrate.js'
import { LOCK_FILE, LOCK_FILE_TEXT, migrationsOf } from './migration-files.js'
import { schemaDifference } from './schema-difference.js'

/**
 * Writes the migration from the result of `directory`/migrations to `directory`/schema.prisma. `url` is an
 * empty database that is used for nothing else.
 * @returns the new file, and whether it has steps; one without is a place for triggers and checks written by hand.
 */
export async function newMigration(options: {
  url: string
  directory: string
  what: string
  clock: Clock
}): Promise<{ file: string; isEmpty: boolean }> {
  const { url, directory, what, clock } = options
  if (!/^[a-z0-9_]{1,60}$/.test(what)) {
    throw new Error(`Expected what the migration does in lower case, digits and _, at most 60 of them; got '${what}'.`)
  }
  const migrations = migrationsOf(directory)
  mkdirSync(migrations, { recursive: true })
  const lockFile = path.join(migrations, LOCK_FILE)
  if (!existsSync(lockFile)) writeFileSync(lockFile, LOCK_FILE_TEXT)
  await migrate({ url, directory })
  const difference = await schemaDifference({ url, directory })
  const file = path.join(migrations, `${timestampOf(clock)}_${what}`, 'migration.sql')
  mkdirSync(path.dirname(file))
  writeFileSync(file, difference === '' ? `-- By hand: schema.prisma asks for nothing new.\n` : difference)
  return { file, isEmpty: difference === '' }
}

/** 14 digits, as Prisma names its migrations: they sort by time. */
const timestampOf = (clock: Clock) => clock.now().toISOString().replaceAll(/\D/g, '').slice(0, 14)
