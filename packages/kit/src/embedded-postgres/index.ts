export { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './start.js'
export { createDatabases, type DatabaseSpec } from './create-databases.js'
export { deleteEmbeddedPostgres, foreignEntriesOfEmbeddedPostgres } from './delete-cluster.js'
