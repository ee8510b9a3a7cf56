import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
import {
  defineScript
} from "./chunk-BN3Q3XSK.mjs";
import "./chunk-YFLWXCQ5.mjs";
import {
  packed,
  unpacked
} from "./chunk-SOPYJSWN.mjs";
import "./chunk-HFKCUZ5O.mjs";
import "./chunk-TTH6ZA7C.mjs";

// gateway/src/plugins/entity-cache/redis-entity-store.ts
import { randomUUID } from "node:crypto";
var VERSION_TTL_MS = 2 * 60 * 60 * 1e3;
function createRedisEntityStore(redis) {
  const versionOf = defineScript(redis, "gatewayEntityVersion", VERSION);
  const versionKey = (tag) => `gateway:entity-version:{${tag}}`;
  const entryKey = (key) => `gateway:entity:{${key}}`;
  const currentVersion = async (tag) => String(await versionOf.run([versionKey(tag)], [randomUUID(), VERSION_TTL_MS]));
  return {
    find: async (lookups) => {
      try {
        const versions = /* @__PURE__ */ new Map();
        for (const tag of lookups.flatMap(({ tags }) => tags))
          if (!versions.has(tag)) versions.set(tag, currentVersion(tag));
        const read = lookups.map(
          ({ tags, keys }) => Promise.all([
            Promise.all(tags.map((tag) => versions.get(tag) ?? currentVersion(tag))),
            Promise.all(keys.map((key) => redis.get(entryKey(key))))
          ])
        );
        return (await Promise.all(read)).map(([ofTags, texts]) => {
          const version = ofTags.join(".");
          const value = texts.map((text) => unpacked(text, version)).find((found) => found !== null) ?? null;
          return { version, value };
        });
      } catch {
        return null;
      }
    },
    keep: async (entries) => {
      await Promise.all(
        entries.map(
          ({ key, version, value, ttlMs }) => (
            // What cannot be kept now is fetched again.
            redis.set(entryKey(key), packed({ version, value }), "PX", ttlMs).catch(() => null)
          )
        )
      );
    },
    invalidate: async (tags) => {
      await Promise.all(tags.map((tag) => redis.set(versionKey(tag), randomUUID(), "PX", VERSION_TTL_MS)));
    }
  };
}
var VERSION = `
local version = redis.call('GET', KEYS[1])
if not version then
  version = ARGV[1]
  redis.call('SET', KEYS[1], version, 'PX', ARGV[2])
end
return version
`;
export {
  createRedisEntityStore
};
//# sourceMappingURL=redis-entity-store-K626LUIJ.mjs.map
