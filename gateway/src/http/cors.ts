import type { HttpRequest, HttpResponse, Route } from '@waystone/kit/http'

/** How long a browser may remember a preflight's answer. */
const PREFLIGHT_MAX_AGE_S = 600

/**
 * Lets pages of the allowed origins call the routes: preflights are answered, and answers carry the headers that let the page
 * read them. To any other origin the routes answer as without CORS, and its browser keeps the answer from it.
 * @param options.credentials whether the pages may have cookies sent, where those sign in; otherwise tokens travel in a header.
 */
export function withCors(
  routes: readonly Route[],
  options: { origins: readonly string[]; credentials: boolean },
): readonly Route[] {
  const allowed = new Set(options.origins)
  if (allowed.size === 0) return routes
  return routes.map(route => ({
    ...route,
    methods: [...route.methods, 'OPTIONS'],
    handle: async request => {
      const cors = corsHeaders(request, { allowed, credentials: options.credentials })
      if (request.method === 'OPTIONS') return preflight(request, route, cors)
      const response = await route.handle(request)
      const vary = [response.headers?.['vary'], cors['vary']].filter(part => part !== undefined).join(', ')
      return { ...response, headers: { ...response.headers, ...cors, vary } }
    },
  }))
}

function preflight(request: HttpRequest, route: Route, cors: Readonly<Record<string, string>>): HttpResponse {
  if (cors['access-control-allow-origin'] === undefined) return { status: 403, headers: cors, body: '' }
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
  request: HttpRequest,
  { allowed, credentials }: { allowed: ReadonlySet<string>; credentials: boolean },
): Readonly<Record<string, string>> {
  const origin = request.headers.get('origin')
  const vary = { vary: 'origin' }
  if (origin === undefined || !allowed.has(origin)) return vary
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-request-id',
    ...(credentials && { 'access-control-allow-credentials': 'true' }),
  }
}
