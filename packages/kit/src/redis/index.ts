export { connectRedis, type RedisConnection } from './connection.js'
export { findRedisServer, type RedisBinary } from './find-redis-server.js'
export { startRedisServer, type RedisServer } from './redis-server.js'
export { defineScript, type RedisScript } from './script.js'
