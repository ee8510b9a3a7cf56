/** A request as routes see it: the body is whole, within its limit, and header names are in lower case. */
export interface HttpRequest {
  readonly method: string
  readonly path: string
  /** With the leading '?', or ''. */
  readonly search: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
  readonly remoteAddress: string
  readonly requestId: string
}

export interface HttpResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Chunks are written as they come. */
  readonly body: string | Buffer | AsyncIterable<string>
}

/** A path answered by one function; a path ending in '/*' takes everything below it. */
export interface Route {
  readonly path: string
  readonly methods: readonly string[]
  readonly handle: (request: HttpRequest) => Promise<HttpResponse> | HttpResponse
  /** Bytes; the server's own limit when left out. */
  readonly bodyMaxBytes?: number
}

export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
})

export const text = (status: number, body: string, contentType = 'text/plain; charset=utf-8'): HttpResponse => ({
  status,
  headers: { 'content-type': contentType },
  body,
})
