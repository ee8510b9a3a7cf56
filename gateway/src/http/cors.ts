import type { HttpRequest, HttpResponse, Route } from '@waystone/kit/http'

/** How long a browser may remember a preflight's answer. */
const PREFLIGHT_MAX_AGE_S = 600

export interface AllowedOrigins {
  readonly origins: readonly string[]
  /** Pages that this machine serves, on any port: a developer's own web page. */
  readonly allowsLocalPages: boolean
}

export interface CorsOptions extends AllowedOrigins {
  /**
   * True when browsers may send cookies with requests of these pages, for sign-in by cookie; otherwise tokens
   * travel in a header.
   */
  readonly credentials: boolean
  /** Called for a page of another origin that is not allowed. */
  readonly onRefused: (origin: string) => void
}

/**
 * Lets pages of the allowed origins call the routes: preflights are answered, and answers carry the headers
 * that let the page read them. To any other origin the routes answer as without CORS, and its browser keeps
 * the answer from it.
 */
export function withCors(routes: readonly Route[], options: CorsOptions): readonly Route[] {
  const { origins, allowsLocalPages, credentials, onRefused } = options
  const isAllowed = originCheck(options)
  const allowsNone = origins.length === 0 && !allowsLocalPages
  /** Null for a request of no other origin than this server's, such as one that no browser sends. */
  const foreignOrigin = (request: HttpRequest): string | null => {
    const origin = request.headers.get('origin')
    if (origin === undefined || isAllowed(origin)) return null
    return hostOf(origin) === request.headers.get('host') ? null : origin
  }
  return routes.map(route => ({
    ...route,
    methods: [...route.methods, 'OPTIONS'],
    faultHeaders: request => (allowsNone ? {} : corsHeaders(request, { isAllowed, credentials })),
    handle: async request => {
      const foreign = foreignOrigin(request)
      if (foreign !== null) onRefused(foreign)
      const cors = corsHeaders(request, { isAllowed, credentials })
      if (request.method === 'OPTIONS') return preflight(request, route, cors)
      const response = await route.handle(request)
      if (allowsNone) return response
      const vary = [response.headers?.['vary'], cors['vary']].filter(part => part !== undefined).join(', ')
      return { ...response, headers: { ...response.headers, ...cors, vary } }
    },
  }))
}

/** Checks an Origin header; the request's Host says nothing, since a page that rebinds its name chooses it. */
export function originCheck({ origins, allowsLocalPages }: AllowedOrigins): (origin: string) => boolean {
  const named = new Set(origins)
  return origin => named.has(origin) || (allowsLocalPages && isLocalPage(origin))
}

function preflight(request: HttpRequest, route: Route, cors: Readonly<Record<string, string>>): HttpResponse {
  if (cors['access-control-allow-origin'] === undefined)
    return {
      status: 403,
      headers: cors,
      body: 'Pages of this origin may not call this server: CORS_ORIGINS names those that may\n',
    }
  return {
    status: 204,
    headers: {
      ...cors,
      'access-control-allow-methods': route.methods.join(', '),
      'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? 'content-type',
      'access-control-max-age': String(PREFLIGHT_MAX_AGE_S),
      // A public page asks so before it calls a server on this machine.
      ...(request.headers.has('access-control-request-private-network') && {
        'access-control-allow-private-network': 'true',
      }),
    },
    body: '',
  }
}

function corsHeaders(
  request: Pick<HttpRequest, 'headers'>,
  { isAllowed, credentials }: { isAllowed: (origin: string) => boolean; credentials: boolean },
): Readonly<Record<string, string>> {
  const origin = request.headers.get('origin')
  const vary = { vary: 'origin' }
  if (origin === undefined || !isAllowed(origin)) return vary
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-request-id',
    ...(credentials && { 'access-control-allow-credentials': 'true' }),
  }
}

/** By names that no other machine can have: browsers resolve `*.localhost` to this one. */
function isLocalPage(origin: string): boolean {
  if (!/^https?:/.test(origin) || !URL.canParse(origin)) return false
  const { hostname } = new URL(origin)
  return hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost' || hostname.endsWith('.localhost')
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null)
