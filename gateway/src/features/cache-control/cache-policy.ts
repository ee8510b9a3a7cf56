import { LRUCache } from 'lru-cache'

/** The caching that a Cache-Control header permits. */
export interface CachePolicy {
  /** 0: nothing may be kept. */
  readonly maxAgeSeconds: number
  readonly scope: 'PUBLIC' | 'PRIVATE'
}

export const noStore: CachePolicy = { maxAgeSeconds: 0, scope: 'PRIVATE' }

/** Longer than a year means a year: RFC 9111 lets caches stop counting at 2^31 seconds. */
const MAX_AGE_SECONDS_MAX = 365 * 24 * 60 * 60

/**
 * Reads the Cache-Control of an answer (RFC 9111): the smaller of s-maxage and max-age, since the gateway's
 * policy goes on to caches of both kinds; no-store and no-cache forbid caching; an answer not declared public
 * is private, since the request may have had a token. Without directives nothing may be kept.
 */
export function parseCacheControl(header: string | undefined): CachePolicy {
  if (header === undefined) return noStore
  const known = parsed.get(header)
  if (known !== undefined) return known
  const policy = parse(header)
  parsed.set(header, policy)
  return policy
}

/** Subgraphs say few different things. */
const PARSED_MAX = 1_000
const parsed = new LRUCache<string, CachePolicy>({ max: PARSED_MAX })

function parse(header: string): CachePolicy {
  const directives = new Map<string, string>()
  for (const part of header.split(',')) {
    const [name = '', value = ''] = part.split('=', 2)
    const key = name.trim().toLowerCase()
    const seconds = value.trim().replaceAll('"', '')
    // A directive that comes twice is a mistake: RFC 9111, 4.2.1 lets the smaller count.
    const known = directives.get(key)
    directives.set(key, known === undefined || Number(seconds) < Number(known) ? seconds : known)
  }
  if (directives.has('no-store') || directives.has('no-cache')) return noStore
  const ages = ['s-maxage', 'max-age'].flatMap(name => directives.get(name) ?? []).map(secondsOf)
  const maxAgeSeconds = ages.length === 0 ? 0 : Math.min(...ages)
  if (maxAgeSeconds === 0) return noStore
  return { maxAgeSeconds, scope: directives.has('public') && !directives.has('private') ? 'PUBLIC' : 'PRIVATE' }
}

const secondsOf = (value: string): number => (/^\d+$/.test(value) ? Math.min(Number(value), MAX_AGE_SECONDS_MAX) : 0)

/** Combines the policies of two parts of an answer. */
export function strictest(a: CachePolicy, b: CachePolicy): CachePolicy {
  const maxAgeSeconds = Math.min(a.maxAgeSeconds, b.maxAgeSeconds)
  if (maxAgeSeconds === 0) return noStore
  return { maxAgeSeconds, scope: a.scope === 'PUBLIC' && b.scope === 'PUBLIC' ? 'PUBLIC' : 'PRIVATE' }
}

export const formatCacheControl = ({ maxAgeSeconds, scope }: CachePolicy): string =>
  maxAgeSeconds === 0 ? 'no-store' : `max-age=${maxAgeSeconds}, ${scope.toLowerCase()}`
