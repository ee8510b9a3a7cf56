import { cookiesOf } from '@waystone/kit/auth'
import type { HttpRequest } from '@waystone/kit/http'

/** The cookies are sent to these routes and to nothing else of this server. */
export const SESSION_PATH = '/session'
/** Characters that a cookie's value may hold (RFC 6265, 4.1.1), and no more than any refresh token has. */
const TOKEN = /^[\w.~+/=-]{1,1024}$/

/** Null for what is no refresh token by its form. */
export const tokenOf = (value: unknown): string | null =>
  typeof value === 'string' && TOKEN.test(value) ? value : null

export interface PageCookie {
  tokenIn(headers: ReadonlyMap<string, string>): string | null
  set(token: string, options: { maxAgeSeconds: number; isSecure: boolean }): string
  cleared(options: { isSecure: boolean }): string
}

/** HttpOnly, so that no script reads it; SameSite=Strict, so that no other site has it sent. */
const pageCookie = (name: string): PageCookie => {
  const set: PageCookie['set'] = (token, { maxAgeSeconds, isSecure }) =>
    `${name}=${token}; Path=${SESSION_PATH}; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${isSecure ? '; Secure' : ''}`
  return {
    tokenIn: headers => tokenOf(cookiesOf(headers.get('cookie') ?? '').get(name)),
    set,
    cleared: ({ isSecure }) => set('', { maxAgeSeconds: 0, isSecure }),
  }
}

/** Holds the refresh token. */
export const sessionCookie = pageCookie('waystone_session')
/** Holds the credential of the guest of this browser, which outlives its sessions. */
export const guestCookie = pageCookie('waystone_guest')

/**
 * Checks whether the browser reached this server by https. Origin says so itself, with every request that is no GET;
 * X-Forwarded-Proto counts where trusted proxies stand in front. A client that makes either up changes only
 * its own cookie.
 */
export function isByHttps({ headers }: Pick<HttpRequest, 'headers'>, proxies: number): boolean {
  if (headers.get('origin')?.startsWith('https://') === true) return true
  const forwarded = proxies === 0 ? undefined : headers.get('x-forwarded-proto')
  return forwarded?.split(',').some(each => each.trim().toLowerCase() === 'https') ?? false
}
