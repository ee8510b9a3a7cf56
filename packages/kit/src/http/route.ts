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

/** A request before its body was read. */
export type RequestHead = Pick<HttpRequest, 'method' | 'path' | 'search' | 'headers'>

export interface HttpResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Chunks are asked for as fast as the client takes them. */
  readonly body: string | Buffer | AsyncIterable<string> | StreamedBody
}

/** A body that writes itself, for as long as it likes: the head is sent at once. */
export interface StreamedBody {
  readonly stream: (client: ResponseStream) => void
}

/** The way to one client that reads a response as it is written. Nothing here throws once the client has gone. */
export interface ResponseStream {
  write(chunk: string | Buffer): void
  /** Bytes written that the client has not taken yet. */
  readonly unsentBytes: number
  /** Calls back once, when the client has taken what was written. Only after a write that left something unsent. */
  onceDrained(listener: () => void): void
  /** Calls back once, when the response is over: it was ended, or the client has gone. */
  onceClosed(listener: () => void): void
  end(): void
  /** Ends without sending what is still unsent. */
  destroy(): void
}

/** A path answered by one function; a path ending in '/*' takes everything below it. */
export interface Route {
  readonly path: string
  readonly methods: readonly string[]
  readonly handle: (request: HttpRequest) => Promise<HttpResponse> | HttpResponse
  /** Bytes; the server's own limit when left out. */
  readonly bodyMaxBytes?: number
  /**
   * Headers of the server's own answers for this route: to what `handle` throws, and to requests that do not
   * reach it.
   */
  readonly faultHeaders?: (request: Pick<HttpRequest, 'headers'>) => Readonly<Record<string, string>>
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
