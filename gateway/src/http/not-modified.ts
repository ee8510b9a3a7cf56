import type { HttpRequest, HttpResponse } from '@waystone/kit/http'

type Validated = Pick<HttpRequest, 'headers'>

/** Answers 304 to a client that already has the response, by its validator. */
export const conditional =
  (answer: (request: Validated) => HttpResponse) =>
  (request: Validated): HttpResponse => {
    const response = answer(request)
    return isNotModified(request.headers, response.headers?.['etag']) ? notModified(response) : response
  }

function notModified({ headers = {} }: HttpResponse): HttpResponse {
  const { 'content-type': _type, 'content-encoding': _encoding, ...kept } = headers
  return { status: 304, headers: kept, body: '' }
}

/**
 * Checks whether the client already has the response of this validator (RFC 9110, 13.1.2). Weak and strong
 * validators compare as equal: a cache on the way may have weakened one.
 */
function isNotModified(headers: ReadonlyMap<string, string>, etag: string | undefined): boolean {
  const given = headers.get('if-none-match')
  if (given === undefined || etag === undefined) return false
  return given.trim() === '*' || given.split(',').some(each => opaque(each) === opaque(etag))
}

const opaque = (etag: string): string => etag.trim().replace(/^W\//, '')
