import { RequestFault } from '@waystone/kit/errors'

const JSON_TYPE = /^\s*application\/json\s*(;|$)/i

/**
 * Refuses what a page of another origin may have sent, for paths where a cookie counts. The request must show
 * that it is of this origin: by Sec-Fetch-Site, which no page can set and which holds behind any proxy, or,
 * from a browser that does not send it, by an Origin of this host. Nothing shown is refused, too: browsers
 * show one of them with every request that is no GET.
 * @throws RequestFault FORBIDDEN.
 */
export function refuseOtherOrigins(headers: ReadonlyMap<string, string>): void {
  const site = headers.get('sec-fetch-site')
  const isOwn = site === undefined ? isOfThisHost(headers) : site === 'same-origin'
  if (!isOwn) throw new RequestFault('FORBIDDEN', 'Only pages of this origin may use this path')
}

function isOfThisHost(headers: ReadonlyMap<string, string>): boolean {
  const origin = headers.get('origin')
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === headers.get('host')
}

/**
 * Forms cannot send JSON, and scripts of other origins only after a preflight.
 * @throws RequestFault BAD_REQUEST for another content type, and for what is no JSON object.
 */
export function jsonObjectOf(request: {
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}): Readonly<Record<string, unknown>> {
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? ''))
    throw new RequestFault('BAD_REQUEST', 'The content type must be application/json')
  let value: unknown
  try {
    value = JSON.parse(request.body.toString('utf8'))
  } catch {
    // The error of JSON.parse quotes the body, which may hold a token.
    throw new RequestFault('BAD_REQUEST', 'The request body is not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RequestFault('BAD_REQUEST', 'The request body must be a JSON object')
  return value as Record<string, unknown>
}
