import { cookiesOf } from '@waystone/kit/auth'
import type { HttpRequest } from '@waystone/kit/http'

const NAME = 'waystone_session'
/** It is sent to these routes and to nothing else of this server. */
export const SESSION_PATH = '/session'
/** What a cookie's value may hold (RFC 6265, 4.1.1), and no longer than any refresh token. */
const TOKEN = /^[\w.~+/=-]{1,1024}$/

/** Null for what is no refresh token by its form. */
export const tokenOf = (value: unknown): string | null =>
  typeof value === 'string' && TOKEN.test(value) ? value : null

export const tokenInCookie = (headers: ReadonlyMap<string, string>): string | null =>
  tokenOf(cookiesOf(headers.get('cookie') ?? '').get(NAME))

/** HttpOnly, so that no script reads it; SameSite=Strict, so that no other site has it sent. */
export const sessionCookie = (token: string, options: { maxAgeSeconds: number; isSecure: boolean }): string =>
  `${NAME}=${token}; Path=${SESSION_PATH}; HttpOnly; SameSite=Strict; Max-Age=${options.maxAgeSeconds}${options.isSecure ? '; Secure' : ''}`

export const clearedCookie = (options: { isSecure: boolean }): string =>
  sessionCookie('', { maxAgeSeconds: 0, isSecure: options.isSecure })

/**
 * Whether the browser reached this server by https. Origin says so itself, with every request that is no GET;
 * X-Forwarded-Proto counts where trusted proxies stand in front. A client that makes either up changes only
 * its own cookie.
 */
export function isByHttps({ headers }: Pick<HttpRequest, 'headers'>, proxies: number): boolean {
  if (headers.get('origin')?.startsWith('https://') === true) return true
  const forwarded = proxies === 0 ? undefined : headers.get('x-forwarded-proto')
  return forwarded?.split(',').some(each => each.trim().toLowerCase() === 'https') ?? false
}
