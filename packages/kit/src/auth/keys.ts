import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { LRUCache } from 'lru-cache'
import { systemClock, type Clock } from '../clock/index.js'

/** The public keys of an issuer. */
export interface KeySource {
  /**
   * The public key that a token names.
   * @throws errors of jose for a key that is not published, any other when the keys cannot be read.
   */
  readonly find: JWTVerifyGetKey
  /**
   * True while a key is published, as of the last read. A change shows after at most KEYS_MAX_AGE_MS and one
   * more read.
   */
  isPublished(keyId: string): boolean
}

/** How long keys count before they are read again. */
export const KEYS_MAX_AGE_MS = 10_000
/** An unknown key id reads the keys again, at most this often. */
const KEYS_COOLDOWN_MS = 5_000
/** How long keys count while their publisher cannot be read. */
const KEYS_STALE_MAX_MS = 10 * 60_000
const FETCH_TIMEOUT_MS = 3_000
/** Publishers whose keys are kept. */
const SOURCES_MAX = 100

interface ReadKeys {
  readonly find: JWTVerifyGetKey
  readonly ids: ReadonlySet<string>
  readonly atMs: number
}

/** Keys that one function reads. */
function createKeySource(options: {
  read: () => Promise<JSONWebKeySet>
  cooldownMs: number
  clock: Clock
}): KeySource & { readonly isRead: () => boolean } {
  const { read, cooldownMs, clock } = options
  let known: ReadKeys | undefined
  let loading: Promise<ReadKeys> | undefined
  let triedAtMs = -Infinity
  const nowMs = () => clock.now().getTime()
  const isYoungerThan = (keys: ReadKeys, ageMs: number) => nowMs() - keys.atMs < ageMs

  const load = async (): Promise<ReadKeys> => {
    const atMs = (triedAtMs = nowMs())
    const set = await read()
    const ids = new Set(set.keys.flatMap(({ kid }) => (kid === undefined ? [] : [kid])))
    return (known = { find: createLocalJWKSet(set), ids, atMs })
  }
  const loadOnce = () => (loading ??= load().finally(() => (loading = undefined)))
  const current = async (): Promise<ReadKeys> => {
    const before = known
    if (before === undefined) return await loadOnce()
    if (isYoungerThan(before, KEYS_MAX_AGE_MS)) return before
    return await loadOnce().catch((error: unknown) => {
      if (isYoungerThan(before, KEYS_STALE_MAX_MS)) return before
      throw error
    })
  }

  return {
    isRead: () => known !== undefined,
    find: async (header, token) => {
      try {
        return await (await current()).find(header, token)
      } catch (error) {
        // A key that is not among them may be the one that signs from now on.
        if (!(error instanceof errors.JWKSNoMatchingKey) || nowMs() - triedAtMs < cooldownMs) throw error
        return await (await loadOnce()).find(header, token)
      }
    },
    isPublished: keyId => {
      if (known === undefined) return true
      const isDue = !isYoungerThan(known, KEYS_MAX_AGE_MS) && nowMs() - triedAtMs >= KEYS_COOLDOWN_MS
      // While they cannot be read, the last ones count: `find` reports the failure to those who need another.
      if (isDue) loadOnce().catch(() => undefined)
      return known.ids.has(keyId)
    },
  }
}

/**
 * Keys published at the first of the URLs that has the token's; a function is asked at each use, for URLs
 * that change.
 */
export function remoteKeys(
  urls: readonly string[] | (() => readonly string[]),
  { clock = systemClock }: { clock?: Clock } = {},
): KeySource {
  const urlsNow = typeof urls === 'function' ? urls : () => urls
  const sources = new LRUCache<string, ReturnType<typeof createKeySource>, string>({
    max: SOURCES_MAX,
    memoMethod: url => createKeySource({ read: () => fetchKeys(url), cooldownMs: KEYS_COOLDOWN_MS, clock }),
  })
  const sourceOf = (url: string) => sources.memo(url, { context: url })
  return {
    find: async (header, token) => {
      let failure: unknown = new Error('No JWKS URL is configured')
      for (const url of urlsNow()) {
        try {
          return await sourceOf(url).find(header, token)
        } catch (error) {
          failure = error
        }
      }
      throw failure
    },
    isPublished: keyId => {
      const read = urlsNow()
        .map(sourceOf)
        .filter(source => source.isRead())
      return read.length === 0 || read.some(source => source.isPublished(keyId))
    },
  }
}

/** @throws Error when the answer is no key set. */
async function fetchKeys(url: string): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    headers: { accept: 'application/json, application/jwk-set+json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
  })
  const set: unknown = response.status === 200 ? await response.json() : undefined
  if (isKeySet(set)) return set
  throw new Error(`${url}: expected a JSON Web Key Set with status 200, got status ${response.status}`)
}

const isKeySet = (value: unknown): value is JSONWebKeySet =>
  typeof value === 'object' &&
  value !== null &&
  'keys' in value &&
  Array.isArray(value.keys) &&
  value.keys.every(key => typeof key === 'object' && key !== null)

/** Keys of the same process: a key that is not known is always looked for again. */
export const localKeys = (
  read: () => Promise<JSONWebKeySet>,
  { clock = systemClock }: { clock?: Clock } = {},
): KeySource => createKeySource({ read, cooldownMs: 0, clock })
