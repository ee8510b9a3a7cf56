import { LRUCache } from 'lru-cache'
import { systemClock, type Clock } from '../clock/index.js'
import { RequestFault } from '../errors/index.js'
import type { Logger } from '../logger/index.js'
import type { RevocationList } from './revocations.js'
import { sessionCookieOf } from './session-cookie.js'
import type { TokenVerifier, Viewer } from './token-verifier.js'

const VIEWERS_MAX = 20_000
const CREDENTIAL_LENGTH_MAX = 8_192
/**
 * The service that exchanges watches a session for 20 minutes after each exchange: one that is in use is
 * exchanged again long before.
 */
const FRESH_MS = 5 * 60 * 1000
/** How long a viewer counts while that service does not answer. */
const STALE_MAX_MS = 15 * 60 * 1000
/** A client that goes on with a refused credential costs one exchange a second. */
const REFUSED_MS = 1_000

interface Exchanged {
  readonly viewer: Viewer
  readonly authorization: string
  readonly atMs: number
}

/**
 * Checks credentials that another application issued (session tokens, session cookies, JWTs): `exchange` asks
 * the one service that can read them for the viewer, and resolves to null for a credential without one.
 * Viewers are kept while they are in use; the revocation list tells which of them end in between.
 */
export function createExchangeVerifier(options: {
  exchange: (credential: string) => Promise<Viewer | null>
  cookie: { name: string; origins: readonly string[] }
  revocations: RevocationList
  logger: Logger
  clock?: Clock
}): TokenVerifier {
  const { exchange, cookie, revocations, logger, clock = systemClock } = options
  const known = new LRUCache<string, Exchanged>({ max: VIEWERS_MAX })
  /** When each was refused. */
  const refused = new LRUCache<string, number>({ max: VIEWERS_MAX })
  const underWay = new Map<string, Promise<Viewer>>()
  /** Of viewers that may be watched longer than `known` keeps them. */
  const authorizations = new WeakMap<Viewer, Exchanged>()

  const isYoungerThan = (exchanged: Exchanged, ageMs: number) => clock.now().getTime() - exchanged.atMs < ageMs
  const isValid = (viewer: Viewer) => viewer.expiresAtMs > clock.now().getTime() && !revocations.isRevoked(viewer)

  const ask = async (authorization: string): Promise<Viewer> => {
    const atMs = clock.now().getTime()
    const before = known.get(authorization)
    let viewer: Viewer | null
    try {
      viewer = await exchange(credentialIn(authorization))
    } catch (error) {
      if (error instanceof RequestFault && error.code === 'UNAUTHENTICATED') throw error
      logger.warn({ err: error }, 'a credential of the application could not be exchanged')
      if (before !== undefined && isValid(before.viewer) && isYoungerThan(before, STALE_MAX_MS)) return before.viewer
      throw new RequestFault('SERVICE_UNAVAILABLE', 'The sessions of the application cannot be read now')
    }
    if (viewer === null || !isValid(viewer)) {
      known.delete(authorization)
      refused.set(authorization, atMs)
      throw unauthenticated('The session has ended, or its token is not valid')
    }
    const exchanged = { viewer, authorization, atMs }
    known.set(authorization, exchanged)
    authorizations.set(viewer, exchanged)
    return viewer
  }

  const askOnce = (authorization: string): Promise<Viewer> => {
    const asked = underWay.get(authorization) ?? ask(authorization).finally(() => underWay.delete(authorization))
    underWay.set(authorization, asked)
    return asked
  }

  return {
    authorizationOf: headers => {
      const authorization = headers.get('authorization')
      if (authorization !== undefined && authorization !== '') return authorization
      const value = sessionCookieOf(headers, cookie)
      return value === null ? undefined : `Bearer ${value}`
    },
    viewerOf: (authorization, admit) => {
      if (authorization === undefined || authorization === '') return null
      const before = known.get(authorization)
      if (before !== undefined && isYoungerThan(before, FRESH_MS) && isValid(before.viewer)) return before.viewer
      const refusedMs = refused.get(authorization) ?? -Infinity
      if (clock.now().getTime() < refusedMs + REFUSED_MS)
        throw unauthenticated('The session has ended, or its token is not valid')
      const admission = before === undefined ? admit?.() : undefined
      return admission === undefined ? askOnce(authorization) : admission.then(() => askOnce(authorization))
    },
    renew: viewer => {
      const exchanged = authorizations.get(viewer)
      if (exchanged === undefined) return
      const newest = known.get(exchanged.authorization) ?? exchanged
      // The result of a renewal comes by the revocation list as well; here it only says that the session is in use.
      if (!isYoungerThan(newest, FRESH_MS)) askOnce(exchanged.authorization).catch(() => undefined)
    },
  }
}

const unauthenticated = (message: string) => new RequestFault('UNAUTHENTICATED', message)

function credentialIn(authorization: string): string {
  const credential = /^Bearer ([\w.~+/=%-]+)$/i.exec(authorization)?.[1]
  if (credential === undefined)
    throw unauthenticated('The Authorization header must be "Bearer <session token or JWT>"')
  if (credential.length > CREDENTIAL_LENGTH_MAX) throw unauthenticated('The session token or JWT is too long')
  return credential
}
