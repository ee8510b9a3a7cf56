import { sessionRequest } from './session-request.js'

/**
 * `starting` until it is known whether the browser has a session; `ended` when the server ended one while the page
 * was open: the page stays as it is, and a dialog asks for the sign-in.
 */
export type SessionPhase = 'starting' | 'signedOut' | 'signedIn' | 'ended'

/** The fields of an AuthSession that the page takes. */
export interface AuthTokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly deviceToken?: string | null
  /** Of a new guest: goes into a cookie. */
  readonly guestCredential?: string | null
}

/** A token is renewed when so much of its life is over. */
const RENEWED_AT = 0.8
/** Opens nothing by itself, so it may lie where scripts read it: it spares known devices the limits of strangers. */
const DEVICE_TOKEN = 'waystone.device'
/** Says that the cookie may hold a session, so that a stranger's first visit asks the server for none. */
const RETURNING = 'waystone.returning'
/** One renewal at a time, over all tabs: a refresh token counts once. */
const LOCK = 'waystone.session'

interface Held {
  readonly token: string
  readonly renewAt: number
}

let phase: SessionPhase = 'starting'
/** In memory only: after a reload the cookie gives another one (docs/decisions/094-sessions-of-pages.md). */
let held: Held | null = null
/** Of the last token that was held: while a session has ended, the page stays that of its player. */
let claims: Claims | null = null
/** The server ends the session before the cookie is gone: what it refuses meanwhile is not renewed. */
let isLeaving = false
const listeners = new Set<() => void>()
/** The cookie belongs to all tabs: they sign out with this one, and begin anew when another player signs in. */
const tabs = new BroadcastChannel('waystone.session')
tabs.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
  if (data.type === 'signedOut' && phase !== 'starting') leave()
  if (data.type === 'signedIn' && claims !== null && claims.sub !== data.userId) beginAnew()
})

type TabMessage = { readonly type: 'signedOut' } | { readonly type: 'signedIn'; readonly userId: string }
const tell = (message: TabMessage) => tabs.postMessage(message)

export const sessionPhase = (): SessionPhase => phase

/** Calls the listener at each change of the phase. @returns what ends it */
export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Finds out whether this browser has a session. Throws when the server cannot be reached. */
export async function resumeSession(): Promise<void> {
  const token = localStorage.getItem(RETURNING) === null ? null : await renewed(undefined)
  become(token === null ? 'signedOut' : 'signedIn')
}

/** Takes over what a sign-in has answered. @throws when the server cannot be reached, or has ended the session */
export async function beginSession(tokens: AuthTokens): Promise<void> {
  const begun = await sessionRequest('POST', '/session', { refreshToken: tokens.refreshToken })
  if (begun === null) throw new Error('The session ended while it began')
  if (tokens.deviceToken) localStorage.setItem(DEVICE_TOKEN, tokens.deviceToken)
  if (tokens.guestCredential) await sessionRequest('PUT', '/session/guest', { credential: tokens.guestCredential })
  take(begun.accessToken)
}

/**
 * Begins a session of the guest of this browser (docs/decisions/096-guests-of-pages.md).
 * @returns false where it has none
 */
export async function resumeGuest(): Promise<boolean> {
  const begun = await sessionRequest('POST', '/session/guest', {})
  if (begun !== null) take(begun.accessToken)
  return begun !== null
}

/** After a session has ended in an open page, the page goes on for the same player only. */
function take(token: string): void {
  localStorage.setItem(RETURNING, 'yes')
  const { sub } = claimsOf(token)
  tell({ type: 'signedIn', userId: sub })
  if (claims !== null && claims.sub !== sub) return beginAnew()
  hold(token)
  become('signedIn')
}

export const deviceToken = (): string | null => localStorage.getItem(DEVICE_TOKEN)

/**
 * A token that can be sent; null when nobody is signed in.
 * @param refused the token that the server has just refused
 * @throws when a renewal does not reach the server
 */
export async function accessToken(refused?: string): Promise<string | null> {
  if (phase === 'signedOut' || phase === 'ended') return null
  if (isLeaving) return refused === undefined ? heldToken() : null
  if (held !== null && held.token !== refused && Date.now() < held.renewAt) return held.token
  const token = await renewed(refused)
  if (token === null && phase === 'signedIn' && !isLeaving) become('ended')
  return token
}

/** True where `accessToken` would answer at once. */
export const isTokenFresh = (): boolean => held !== null && Date.now() < held.renewAt

/** The token as it is; for the headers of a request. */
export const heldToken = (): string | null => held?.token ?? null

/** The server is about to end the session, as the player wants: no dialog asks for another one. */
export function expectEnd(): void {
  isLeaving = true
}

/**
 * Forgets the session in all tabs of this browser.
 * @param endAtServer the server's part, with the token of the session: `signOut`
 */
export async function endSession(endAtServer: () => Promise<unknown> = async () => {}): Promise<void> {
  expectEnd()
  await endAtServer()
  held = null
  await sessionRequest('DELETE', '/session').catch(() => undefined)
  tell({ type: 'signedOut' })
  leave()
}

/** The page begins anew: nothing of this player is left in memory for the next one. */
function leave(): void {
  held = null
  localStorage.removeItem(RETURNING)
  isLeaving = true
  location.assign(location.pathname.startsWith('/console') ? '/console' : '/')
}

/** The browser has the session of another player: nothing of this one may be mixed with it. */
function beginAnew(): void {
  isLeaving = true
  location.assign(location.pathname)
}

async function renewed(refused: string | undefined): Promise<string | null> {
  return await navigator.locks.request(LOCK, async () => {
    if (held !== null && held.token !== refused && Date.now() < held.renewAt) return held.token
    const answer = await sessionRequest('POST', '/session/refresh', {})
    if (answer === null) {
      held = null
      return null
    }
    if (claims !== null && claims.sub !== claimsOf(answer.accessToken).sub) {
      held = null
      beginAnew()
      return null
    }
    return hold(answer.accessToken)
  })
}

function hold(token: string): string {
  held = { token, renewAt: Date.now() + lifetimeMs(token) * RENEWED_AT }
  claims = claimsOf(token)
  return token
}

/** The scopes of the session, as its last token said. Only for what is shown: the server checks each request itself. */
export const sessionScopes = (): readonly string[] => claims?.scopes ?? []

/** How long it lives, from the token itself: the clock of the device may be wrong. */
function lifetimeMs(token: string): number {
  const { iat, exp } = claimsOf(token)
  return (exp - iat) * 1000
}

interface Claims {
  readonly sub: string
  readonly iat: number
  readonly exp: number
  readonly scopes: readonly string[]
}

function claimsOf(token: string): Claims {
  const payload = token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''
  return JSON.parse(atob(payload)) as Claims
}

function become(next: SessionPhase): void {
  if (phase === next) return
  phase = next
  for (const listener of listeners) listener()
}
