import { randomUUID } from 'node:crypto'
import { defineScript, type RedisConnection } from '@waystone/kit/redis'
import { packed, unpacked, type EntityStore } from './entity-store.js'

/**
 * A tag's version outlives all entries under it (ENTITY_TTL_MS_MAX), so that none can match a newer version
 * by mistake.
 */
const VERSION_TTL_MS = 2 * 60 * 60 * 1000

/**
 * Keeps entities in Redis, for all gateways. While Redis does not answer, the cache misses, and subgraphs are
 * asked. A version that Redis has lost is replaced by a random one, so that entities of the lost one never
 * count as current.
 */
export function createRedisEntityStore(redis: RedisConnection): EntityStore {
  const versionOf = defineScript(redis, 'gatewayEntityVersion', VERSION)
  const versionKey = (tag: string) => `gateway:entity-version:{${tag}}`
  const entryKey = (key: string) => `gateway:entity:{${key}}`

  const currentVersion = async (tag: string): Promise<string> =>
    String(await versionOf.run([versionKey(tag)], [randomUUID(), VERSION_TTL_MS]))

  return {
    find: async lookups => {
      try {
        // Entities of one type share a tag.
        const versions = new Map<string, Promise<string>>()
        for (const tag of lookups.flatMap(({ tags }) => tags))
          if (!versions.has(tag)) versions.set(tag, currentVersion(tag))
        // All of it goes out in one turn, and so in one piece.
        const read = lookups.map(({ tags, keys }) =>
          Promise.all([
            Promise.all(tags.map(tag => versions.get(tag) ?? currentVersion(tag))),
            Promise.all(keys.map(key => redis.get(entryKey(key)))),
          ]),
        )
        return (await Promise.all(read)).map(([ofTags, texts]) => {
          const version = ofTags.join('.')
          const value = texts.map(text => unpacked(text, version)).find(found => found !== null) ?? null
          return { version, value }
        })
      } catch {
        // The connection reports outages; the subgraphs are asked instead.
        return null
      }
    },
    keep: async entries => {
      await Promise.all(
        entries.map(({ key, version, value, ttlMs }) =>
          // Entities that cannot be kept now are fetched again.
          redis.set(entryKey(key), packed({ version, value }), 'PX', ttlMs).catch(() => null),
        ),
      )
    },
    invalidate: async tags => {
      await Promise.all(tags.map(tag => redis.set(versionKey(tag), randomUUID(), 'PX', VERSION_TTL_MS)))
    },
  }
}

/** KEYS: a tag's version. ARGV: a version for when there is none, its life in ms. @returns the version in force. */
const VERSION = `
local version = redis.call('GET', KEYS[1])
if not version then
  version = ARGV[1]
  redis.call('SET', KEYS[1], version, 'PX', ARGV[2])
end
return version
`
