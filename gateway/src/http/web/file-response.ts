import type { HttpRequest, HttpResponse } from '@waystone/kit/http'
import Negotiator from 'negotiator'
import { conditional } from '../not-modified.js'
import { pageHeaders } from './page-headers.js'
import type { Encoding, WebFile } from './web-folder.js'

export const IMMUTABLE = 'public, max-age=31536000, immutable'
/** Kept, and asked for again each time: a new build counts at the next visit. */
export const REVALIDATED = 'no-cache'

const BY_SIZE: readonly Encoding[] = ['br', 'gzip']

/** Answers with a file in the best encoding that the client takes, or says that the client has it. */
export const fileResponse = (
  file: WebFile,
  { request, cacheControl }: { request: Pick<HttpRequest, 'headers'>; cacheControl: string },
): HttpResponse => conditional(({ headers }) => wholeFile(file, { headers, cacheControl }))(request)

function wholeFile(
  file: WebFile,
  { headers, cacheControl }: { headers: ReadonlyMap<string, string>; cacheControl: string },
): HttpResponse {
  const encoding = file.encoded.size === 0 ? undefined : encodingFor(headers.get('accept-encoding'), file)
  return {
    status: 200,
    headers: {
      ...pageHeaders(headers.get('host')),
      'cache-control': cacheControl,
      // Bytes differ between encodings, and so does a strong validator.
      etag: `"${file.hash}${encoding === undefined ? '' : `-${encoding}`}"`,
      vary: 'accept, accept-encoding',
      'content-type': file.contentType,
      ...(encoding !== undefined && { 'content-encoding': encoding }),
    },
    body: (encoding && file.encoded.get(encoding)) ?? file.content,
  }
}

/** The smallest that the client takes at all; undefined: the file as it is, which a client can always read. */
function encodingFor(accepted: string | undefined, { encoded }: WebFile): Encoding | undefined {
  if (accepted === undefined) return undefined
  const taken = new Negotiator({ headers: { 'accept-encoding': accepted } }).encodings([...encoded.keys()])
  return BY_SIZE.find(encoding => taken.includes(encoding))
}
