import type { GraphQLFormattedError } from 'graphql'
import { encodeBetween, type Encode } from '../hub/live-message.js'
import type { TransportName } from '../live-metrics.js'

/** How subscriptions are written into a response. */
export interface StreamFormat {
  readonly name: Exclude<TransportName, 'graphql-ws'>
  readonly headers: Readonly<Record<string, string>>
  /** The first bytes of the stream, so that the client knows at once that it is connected. */
  readonly opening: string
  readonly heartbeat: string
  readonly heartbeatMs: number
  /** An answer to an event. */
  readonly encode: Encode
  /** The operation's own errors, which are its last answer. */
  failing(errors: readonly GraphQLFormattedError[]): string
  /** Why the connection ends, though the operation has not. */
  ending(errors: readonly GraphQLFormattedError[]): string
  /** The last of it. */
  readonly closing: string
}

/** Neither caches nor proxies may hold back what is live. */
const unbuffered = { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' }

const event = (name: string, data: string): string => `event: ${name}\ndata: ${data}\n\n`

/** Server-sent events as the graphql-sse protocol has them, with a connection for each operation. */
export const serverSentEvents: StreamFormat = {
  name: 'sse',
  headers: { 'content-type': 'text/event-stream; charset=utf-8', ...unbuffered },
  opening: ':\n\n',
  heartbeat: ':\n\n',
  heartbeatMs: 12_000,
  encode: encodeBetween('event: next\ndata: ', '\n\n'),
  failing: errors => event('next', JSON.stringify({ errors })),
  ending: errors => event('next', JSON.stringify({ errors })),
  closing: event('complete', ''),
}

const BOUNDARY = 'graphql'
/** The delimiter comes after each part: clients take a part when they see the delimiter behind it. */
const PART_TAIL = `\r\n--${BOUNDARY}`
const PART_HEAD = '\r\ncontent-type: application/json\r\n\r\n'
const part = (json: string): string => PART_HEAD + json + PART_TAIL

/** Apollo's protocol for subscriptions over HTTP, as Apollo Client and the Router speak it. */
export const multipart: StreamFormat = {
  name: 'multipart',
  headers: { 'content-type': `multipart/mixed;boundary="${BOUNDARY}";subscriptionSpec=1.0`, ...unbuffered },
  opening: `\r\n--${BOUNDARY}`,
  heartbeat: part('{}'),
  heartbeatMs: 5_000,
  encode: encodeBetween(`${PART_HEAD}{"payload":`, `}${PART_TAIL}`),
  failing: errors => part(JSON.stringify({ payload: { errors } })),
  ending: errors => part(JSON.stringify({ payload: null, errors })),
  closing: '--\r\n',
}
