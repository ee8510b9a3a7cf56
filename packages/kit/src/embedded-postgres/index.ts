export { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './start.js'
export { createDatabases, type DatabaseSpec } from './create-databases.js'
export { deleteEmbeddedPostgres } from './delete-cluster.js'
