/** Browsers call this name with the prefix wherever the application that set the cookie serves https. */
const SECURE_PREFIX = '__Secure-'

/**
 * The value of the session cookie `name`; null where there is none, or where a page of another site may have
 * had its browser send it. A cookie travels by itself, a header does not: a request that shows an Origin must
 * come from this host or from an allowed origin, and one without it must not say that another site caused it.
 */
export function sessionCookieOf(
  headers: ReadonlyMap<string, string>,
  options: { name: string; origins: readonly string[] },
): string | null {
  const { name, origins } = options
  const cookies = cookiesOf(headers.get('cookie') ?? '')
  const value = cookies.get(`${SECURE_PREFIX}${name}`) ?? cookies.get(name)
  return value !== undefined && value !== '' && isOfOwnSite(headers, origins) ? value : null
}

/** By name; percent-encoding is undone where it is whole. */
export function cookiesOf(header: string): ReadonlyMap<string, string> {
  const pairs = header.split(';').map(pair => {
    const at = pair.indexOf('=')
    return [pair.slice(0, Math.max(at, 0)).trim(), decoded(pair.slice(at + 1).trim())] as const
  })
  return new Map(pairs)
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    // A cookie of another application that only looks encoded.
    return value
  }
}

function isOfOwnSite(headers: ReadonlyMap<string, string>, origins: readonly string[]): boolean {
  const origin = headers.get('origin')
  if (origin === undefined) return ['same-origin', 'none', undefined].includes(headers.get('sec-fetch-site'))
  if (origins.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === headers.get('host')
}
