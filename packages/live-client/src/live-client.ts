import { createClient } from 'graphql-ws'
import { createBackoff } from './backoff.js'
import type { LiveDocument } from './document.js'
import { createEventQueue } from './event-queue.js'
import { LiveError } from './live-error.js'
import { requestOnce } from './request.js'
import { openSubscription, type LiveEvent, type Resume } from './subscription.js'
import { createTokenSource, type TokenOf } from './token-source.js'

export interface LiveClientOptions {
  /** Of the gateway: `wss://…/graphql`. */
  readonly url: string
  /**
   * The access token for the next connection. `expired` is true when the server has refused the last one:
   * answer a new one then. If it throws, it is called again a few times. Null connects without a token, as
   * does leaving this out; after a token that was refused, null ends the subscriptions.
   */
  readonly token?: TokenOf
  /** On Node: that of the package `ws`. */
  readonly webSocketImpl?: unknown
  /** Milliseconds; attempts to reconnect never lie further apart. 10,000 by default. */
  readonly retryDelayMaxMs?: number
  /** Called with each change of the state, such as for showing that what is on the screen may be old. */
  readonly onState?: (state: LiveState) => void
}

/**
 * `lost` from the loss of a connection, or the failure to make one, until the next is acknowledged; `idle` while
 * nothing needs one. A connection that is made anew for its token's sake is not lost.
 */
export type LiveState = 'idle' | 'connected' | 'lost'

export interface SubscribeOptions<Data> {
  /** Without it, events during a lost connection are missed. */
  readonly resume?: Resume<Data>
}

/**
 * Subscriptions over one connection, which is opened with the first of them and reopened whenever it is lost.
 */
export interface LiveClient {
  /**
   * @returns the events as they come; leaving the loop ends the subscription
   * @throws LiveError, from the iterator, when the server refuses for good
   */
  subscribe<Data, Variables extends object = Record<string, unknown>>(
    document: LiveDocument<Data, Variables>,
    variables?: Variables,
    options?: SubscribeOptions<Data>,
  ): AsyncIterableIterator<LiveEvent<Data>, undefined>
  /**
   * One query or mutation over the same connection.
   * @returns its answer; where a part of it could not be had, that part is null and `errors` says why
   * @throws LiveError: `lost` when the connection goes before the answer came, and the operation may or may not
   * have been executed; `refused` when the server answers with errors and nothing else
   */
  request<Data, Variables extends object = Record<string, unknown>>(
    document: LiveDocument<Data, Variables>,
    variables?: Variables,
  ): Promise<LiveEvent<Data>>
  /** Ends all subscriptions and closes the connection. Operations that begin later end with a LiveError. */
  close(): Promise<void>
}

const RETRY_DELAY_MAX_MS = 10_000
/** A connection on which nothing comes for so long is asked whether it lives. */
const PING_AFTER_MS = 10_000
const PONG_TIMEOUT_MS = 5_000
const ACK_TIMEOUT_MS = 10_000

export function createLiveClient(options: LiveClientOptions): LiveClient {
  const { url, token, webSocketImpl, retryDelayMaxMs = RETRY_DELAY_MAX_MS, onState } = options
  const tokens = createTokenSource(token, retryDelayMaxMs)
  const backoff = createBackoff(retryDelayMaxMs)
  let operations = 0
  let isClosed = false
  let pongTimeout: ReturnType<typeof setTimeout> | undefined
  let state: LiveState = 'idle'
  const tell = (next: LiveState) => {
    if (next === state) return
    state = next
    onState?.(next)
  }
  const tellLost = () => tell(operations === 0 || isClosed ? 'idle' : 'lost')

  const client = createClient({
    url: async () => {
      await backoff.pause()
      await tokens.prepare()
      return url
    },
    ...(webSocketImpl !== undefined && { webSocketImpl }),
    connectionParams: () => {
      const accessToken = tokens.prepared()
      return accessToken === null ? {} : { authorization: `Bearer ${accessToken}` }
    },
    connectionAckWaitTimeout: ACK_TIMEOUT_MS,
    keepAlive: PING_AFTER_MS,
    retryAttempts: Infinity,
    // graphql-ws asks only for what it does not take for fatal, as it does 4400, 4401, 4406, 4409, 4429 and 4500.
    shouldRetry: reason => !(reason instanceof LiveError) && (!isForbidden(reason) || tokens.isPresent()),
    // Not called after close code 1000, so that `url` waits, too. Here graphql-ws connects only if a
    // subscription is left.
    retryWait: () => backoff.pause(),
    on: {
      connecting: () => backoff.connecting(),
      // In browsers, graphql-ws reconnects after this and before the connection is reported as closed.
      error: () => {
        backoff.lost()
        tellLost()
      },
      closed: event => {
        clearTimeout(pongTimeout)
        const isForToken = isForbidden(event) && tokens.isPresent()
        if (isForToken) tokens.expire()
        backoff.lost()
        if (!isForToken) tellLost()
      },
      connected: () => {
        backoff.connected()
        tokens.accepted()
        tell('connected')
      },
      ping: isReceived => {
        if (!isReceived) pongTimeout = setTimeout(() => client.terminate(), PONG_TIMEOUT_MS)
      },
      pong: isReceived => {
        if (isReceived) clearTimeout(pongTimeout)
      },
    },
  })

  const leave = () => {
    if (--operations > 0) return
    backoff.leave()
    tell('idle')
  }
  return {
    subscribe: (document, variables, { resume } = {}) => {
      if (isClosed) return endedQueue(closedError())
      operations++
      return openSubscription({
        client,
        document,
        variables: { ...variables },
        resume,
        renewToken: () => {
          // A connection without a token is refused what needs one, and so would be the next.
          if (!tokens.isPresent()) return false
          tokens.expire()
          client.terminate()
          return true
        },
        onEnd: leave,
      })
    },
    request: async (document, variables) => {
      if (isClosed) throw closedError()
      operations++
      return await requestOnce({ client, document, variables: { ...variables }, onEnd: leave })
    },
    close: async () => {
      isClosed = true
      backoff.stop()
      try {
        await client.dispose()
      } catch {
        // The connection that was being made failed, so there is none to close.
      }
    },
  }
}

/** graphql-ws would connect again for an operation that begins after `dispose`. */
const closedError = () => new LiveError('closed', 'The live client was closed')

function endedQueue<Event>(error: LiveError): AsyncIterableIterator<Event, undefined> {
  const queue = createEventQueue<Event>(() => {})
  queue.end(error)
  return queue.iterator
}

/** The token has expired or was revoked. */
const FORBIDDEN = 4403

const isForbidden = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'code' in event && event.code === FORBIDDEN
