export { migrate } from './migrate.js'
export { readMigrations, type Migration } from './migration-files.js'
export { newMigration } from './new-migration.js'
export { schemaDifference } from './schema-difference.js'
