import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { LRUCache } from 'lru-cache'

/** Finds the public key that a token names. */
export type KeySource = JWTVerifyGetKey

/** How long fetched keys serve before they are asked for anew; an unknown key id asks at once, at most every 5 s. */
const KEYS_MAX_AGE_MS = 10 * 60 * 1000
const KEYS_COOLDOWN_MS = 5_000
/** Publishers whose keys are kept. */
const SOURCES_MAX = 100

/** Keys published at the first of the URLs that answers; a function is asked at each use, for URLs that change. */
export function remoteKeys(urls: readonly string[] | (() => readonly string[])): KeySource {
  const urlsNow = typeof urls === 'function' ? urls : () => urls
  const sources = new LRUCache<string, KeySource, string>({
    max: SOURCES_MAX,
    memoMethod: url =>
      createRemoteJWKSet(new URL(url), {
        cacheMaxAge: KEYS_MAX_AGE_MS,
        cooldownDuration: KEYS_COOLDOWN_MS,
        timeoutDuration: 3_000,
      }),
  })
  return async (header, token) => {
    let failure: unknown = new Error('No JWKS URL is configured')
    for (const url of urlsNow()) {
      try {
        return await sources.memo(url, { context: url })(header, token)
      } catch (error) {
        failure = error
      }
    }
    throw failure
  }
}

/** Keys of the same process; an unknown key id reads them again, since the issuer may just have made a new one. */
export function localKeys(read: () => Promise<JSONWebKeySet>): KeySource {
  let keys: Promise<KeySource> | undefined
  const load = () => (keys = read().then(set => createLocalJWKSet(set)))
  return async (header, token) => {
    try {
      return await (await (keys ?? load()))(header, token)
    } catch {
      // The first miss may be a key rotation: a second one is the caller's problem.
      return await (await load())(header, token)
    }
  }
}
