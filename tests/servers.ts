/** The servers of the production code, for tests that run on them. */
export { startEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
export { startRedisServer } from '@waystone/kit/redis'
