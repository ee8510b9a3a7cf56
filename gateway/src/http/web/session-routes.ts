import type { Clock } from '@waystone/kit/clock'
import { RequestFault } from '@waystone/kit/errors'
import { json, type HttpRequest, type HttpResponse, type Route } from '@waystone/kit/http'
import * as z from 'zod'
import type { AskAs, OwnAnswer } from '../own-requests.js'
import { jsonObjectOf, refuseOtherOrigins } from '../same-origin.js'
import { isByHttps, sessionCookie, SESSION_PATH, tokenOf } from './session-cookie.js'

/** A refresh token and some punctuation; refused before it is read. */
export const BODY_MAX_BYTES = 4_096

/** The one document of these routes; trusted wherever pages are served. */
export const REFRESH_SESSION = `mutation RefreshWebSession($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) {
    __typename
    ... on AuthSession { accessToken accessTokenExpiresAt refreshToken session { expiresAt } }
  }
}`

const instant = z.iso.datetime({ offset: true })
export const begun = z.object({
  __typename: z.literal('AuthSession'),
  accessToken: z.string(),
  accessTokenExpiresAt: instant,
  refreshToken: z.string(),
  session: z.object({ expiresAt: instant }),
})

/** Headers of the client that must not count: the cookie is for these routes, and an old access token for none. */
export const NOT_FOR_THE_MUTATION = ['cookie', 'authorization']

export interface SessionOptions {
  readonly askAs: AskAs
  readonly proxies: number
  readonly clock: Clock
}

/**
 * Sessions of the built pages: the refresh token lies in a cookie that no script reads, and a page holds
 * access tokens in memory alone. Both POST routes trade the token by `refreshSession`, so a token that a
 * script has held is worth nothing once it is in the cookie. See docs/decisions/094.
 */
export function sessionRoutes(options: SessionOptions): Route[] {
  return [
    {
      path: SESSION_PATH,
      methods: ['POST', 'DELETE'],
      bodyMaxBytes: BODY_MAX_BYTES,
      handle: request => {
        refuseOtherOrigins(request.headers)
        return request.method === 'DELETE' ? clear(request, options) : begin(request, options)
      },
    },
    {
      path: `${SESSION_PATH}/refresh`,
      methods: ['POST'],
      bodyMaxBytes: BODY_MAX_BYTES,
      handle: request => {
        refuseOtherOrigins(request.headers)
        jsonObjectOf(request)
        return refresh(request, sessionCookie.tokenIn(request.headers), options)
      },
    },
  ]
}

async function begin(request: HttpRequest, options: SessionOptions): Promise<HttpResponse> {
  const token = tokenOf(jsonObjectOf(request)['refreshToken'])
  if (token === null)
    throw new RequestFault('BAD_REQUEST', 'The request body must be { "refreshToken": "<refresh token>" }')
  return await refresh(request, token, options)
}

const clear = (request: HttpRequest, options: SessionOptions): HttpResponse => ({
  status: 204,
  headers: { ...NOT_STORED, 'set-cookie': sessionCookie.cleared({ isSecure: isByHttps(request, options.proxies) }) },
  body: '',
})

async function refresh(request: HttpRequest, token: string | null, options: SessionOptions): Promise<HttpResponse> {
  if (token === null) return signedOut(request, 'There is no session', options)
  const answer = await options.askAs(
    request,
    { query: REFRESH_SESSION, variables: { refreshToken: token } },
    { without: NOT_FOR_THE_MUTATION },
  )
  const result = begun.safeParse(answer.data?.['refreshSession'])
  if (result.success) return signedIn(request, result.data, options)
  if (isExpired(answer)) return signedOut(request, 'The session has ended', options)
  return unanswered(answer)
}

/** The answer of a session that has begun or was renewed. */
export function signedIn(request: HttpRequest, session: z.infer<typeof begun>, options: SessionOptions): HttpResponse {
  const { accessToken, accessTokenExpiresAt, refreshToken } = session
  const leftMs = Date.parse(session.session.expiresAt) - options.clock.now().getTime()
  const cookie = sessionCookie.set(refreshToken, {
    maxAgeSeconds: Math.max(Math.floor(leftMs / 1000), 0),
    isSecure: isByHttps(request, options.proxies),
  })
  return json(200, { accessToken, expiresAt: accessTokenExpiresAt }, { ...NOT_STORED, 'set-cookie': cookie })
}

function signedOut(request: HttpRequest, message: string, options: SessionOptions): HttpResponse {
  const cookie = sessionCookie.cleared({ isSecure: isByHttps(request, options.proxies) })
  const errors = [{ message, extensions: { code: 'UNAUTHENTICATED' } }]
  return json(401, { errors }, { ...NOT_STORED, 'set-cookie': cookie })
}

const isExpired = ({ data }: OwnAnswer): boolean => {
  const result = data?.['refreshSession']
  return (
    typeof result === 'object' && result !== null && '__typename' in result && result.__typename === 'SessionExpired'
  )
}

/** Such as a limit that was reached, or users that is away: the session may live, and the cookie stays. */
export function unanswered({ status, headers, errors }: OwnAnswer): HttpResponse {
  const retryAfter = headers['retry-after']
  return json(
    status === 200 ? 503 : status,
    {
      errors: errors ?? [
        { message: 'The session cannot be refreshed now', extensions: { code: 'SERVICE_UNAVAILABLE' } },
      ],
    },
    { ...NOT_STORED, ...(retryAfter !== undefined && { 'retry-after': retryAfter }) },
  )
}

export const NOT_STORED = { 'cache-control': 'no-store' }
