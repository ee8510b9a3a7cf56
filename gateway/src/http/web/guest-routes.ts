import { RequestFault } from '@waystone/kit/errors'
import { json, type HttpRequest, type HttpResponse, type Route } from '@waystone/kit/http'
import { jsonObjectOf, refuseOtherOrigins } from '../same-origin.js'
import { guestCookie, isByHttps, SESSION_PATH, tokenOf } from './session-cookie.js'
import {
  begun,
  BODY_MAX_BYTES,
  NOT_FOR_THE_MUTATION,
  NOT_STORED,
  signedIn,
  unanswered,
  type SessionOptions,
} from './session-routes.js'

/** Browsers keep no cookie for longer. */
const KEPT_SECONDS = 400 * 24 * 3600

/** Trusted wherever pages are served. */
export const RESUME_GUEST = `mutation ResumeWebGuest($credential: String!) {
  signInAsGuest(input: { credential: $credential }) {
    __typename
    ... on AuthSession { accessToken accessTokenExpiresAt refreshToken session { expiresAt } }
  }
}`

/**
 * The guest of this browser: its credential is the one key to the account, and lies in a cookie that no script
 * reads. PUT keeps it; POST begins a session with it, or says with 204 that there is none. See
 * docs/decisions/096.
 */
export function guestRoutes(options: SessionOptions): Route[] {
  return [
    {
      path: `${SESSION_PATH}/guest`,
      methods: ['PUT', 'POST'],
      bodyMaxBytes: BODY_MAX_BYTES,
      handle: request => {
        refuseOtherOrigins(request.headers)
        const body = jsonObjectOf(request)
        return request.method === 'PUT' ? keep(request, body['credential'], options) : resume(request, options)
      },
    },
  ]
}

function keep(request: HttpRequest, value: unknown, { proxies }: SessionOptions): HttpResponse {
  const credential = tokenOf(value)
  if (credential === null)
    throw new RequestFault('BAD_REQUEST', 'The request body must be { "credential": "<guest credential>" }')
  const cookie = guestCookie.set(credential, { maxAgeSeconds: KEPT_SECONDS, isSecure: isByHttps(request, proxies) })
  return { status: 204, headers: { ...NOT_STORED, 'set-cookie': cookie }, body: '' }
}

async function resume(request: HttpRequest, options: SessionOptions): Promise<HttpResponse> {
  const credential = guestCookie.tokenIn(request.headers)
  if (credential === null) return { status: 204, headers: NOT_STORED, body: '' }
  const answer = await options.askAs(
    request,
    { query: RESUME_GUEST, variables: { credential } },
    { without: NOT_FOR_THE_MUTATION },
  )
  const result = answer.data?.['signInAsGuest']
  const session = begun.safeParse(result)
  if (session.success) return signedIn(request, session.data, options)
  switch (typeNameOf(result)) {
    case 'InvalidCredentials':
    case 'NotOffered': {
      // The account has another way in meanwhile, or is no more.
      const cookie = guestCookie.cleared({ isSecure: isByHttps(request, options.proxies) })
      return { status: 204, headers: { ...NOT_STORED, 'set-cookie': cookie }, body: '' }
    }
    case 'AccountBanned':
      return refused(403, { message: 'The account is banned', code: 'FORBIDDEN' })
    case 'SecondFactorRequired':
      // Of a guest whom an operator made an administrator; pages ask for codes where one signs in by name.
      return refused(403, { message: 'The account asks for a second factor', code: 'FORBIDDEN' })
    case 'TooManyAttempts':
      return refused(429, { message: 'Too many sign-ins', code: 'TOO_MANY_REQUESTS' })
    default:
      return unanswered(answer)
  }
}

const typeNameOf = (result: unknown): unknown =>
  typeof result === 'object' && result !== null && '__typename' in result ? result.__typename : undefined

const refused = (status: number, { message, code }: { message: string; code: string }): HttpResponse =>
  json(status, { errors: [{ message, extensions: { code } }] }, NOT_STORED)
