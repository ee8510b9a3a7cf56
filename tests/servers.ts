/** Of the house's own, for tests of what runs on them. */
export { startEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
export { startRedisServer } from '@waystone/kit/redis'
