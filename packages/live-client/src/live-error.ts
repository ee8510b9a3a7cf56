/** An error of a GraphQL answer. */
export interface LiveGraphqlError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/**
 * Why a subscription ended: `closed`, the server closed the connection for good, with its code; `refused`, it
 * answered with errors and nothing else; `token`, no token was available; `overflow`, events came faster than
 * they were taken; `lost`, of a request: the connection was lost before its answer came.
 */
export type LiveFailure = 'closed' | 'refused' | 'token' | 'overflow' | 'lost'

/** The error that a subscription's iterator throws. */
export class LiveError extends Error {
  override readonly name = 'LiveError'
  readonly failure: LiveFailure
  /** Of a connection that was closed: 4400, 4401, 4406, 4409, 4429, 4500 and WebSocket's own fatal ones. */
  readonly code: number | undefined
  /** Of a refusal. */
  readonly errors: readonly LiveGraphqlError[]

  constructor(
    failure: LiveFailure,
    message: string,
    details: { code?: number; errors?: readonly LiveGraphqlError[]; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause })
    this.failure = failure
    this.code = details.code
    this.errors = details.errors ?? []
  }
}

/**
 * Converts the end reason of a graphql-ws subscription: a close event, or the error that a callback threw.
 */
export function liveErrorOf(reason: unknown): LiveError {
  if (reason instanceof LiveError) return reason
  if (typeof reason === 'object' && reason !== null && 'code' in reason && typeof reason.code === 'number') {
    const text = 'reason' in reason && reason.reason !== '' ? `: ${String(reason.reason)}` : ''
    return new LiveError('closed', `The server closed the connection with ${reason.code}${text}`, { code: reason.code })
  }
  return new LiveError('closed', 'The connection failed', { cause: reason })
}

export const refusal = (errors: readonly LiveGraphqlError[]): LiveError =>
  new LiveError('refused', errors.map(({ message }) => message).join('; ') || 'The subscription was refused', {
    errors,
  })
