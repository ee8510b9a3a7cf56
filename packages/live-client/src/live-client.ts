import { createClient } from 'graphql-ws'
import { LiveError } from './live-error.js'
import { retryDelayMs, wait } from './retry-delay.js'
import { openSubscription, type LiveDocument, type LiveEvent, type Resume } from './subscription.js'
import { createTokenSource, type TokenOf } from './token-source.js'

export interface LiveClientOptions {
  /** Of the gateway: `wss://…/graphql`. */
  readonly url: string
  /**
   * The access token for the next connection. `expired` is true when the server has refused the last one: answer a new one then.
   * What it throws is tried again a few times; null, where nobody is signed in any more, ends the subscriptions.
   * Left out: anonymous.
   */
  readonly token?: TokenOf
  /** On Node: that of the package `ws`. */
  readonly webSocketImpl?: unknown
  /** Milliseconds; attempts to reconnect never lie further apart. 10,000 by default. */
  readonly retryDelayMaxMs?: number
}

export interface SubscribeOptions<Data> {
  /** Without it, what happens while the connection is lost is not told. */
  readonly resume?: Resume<Data>
}

/** Subscriptions over one connection, which is made with the first of them and made anew whenever it is lost. */
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
  /** Ends all subscriptions and closes the connection. */
  close(): Promise<void>
}

const RETRY_DELAY_MAX_MS = 10_000
/** A connection on which nothing comes for so long is asked whether it lives. */
const PING_AFTER_MS = 10_000
const PONG_TIMEOUT_MS = 5_000
const ACK_TIMEOUT_MS = 10_000

export function createLiveClient(options: LiveClientOptions): LiveClient {
  const { url, token, webSocketImpl, retryDelayMaxMs = RETRY_DELAY_MAX_MS } = options
  const tokens = createTokenSource(token, retryDelayMaxMs)
  let pongTimeout: ReturnType<typeof setTimeout> | undefined

  const client = createClient({
    url: async () => {
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
    // Not what graphql-ws takes for fatal: 4400, 4401, 4406, 4409, 4429, 4500.
    shouldRetry: reason => !(reason instanceof LiveError),
    retryWait: async retries => await wait(retryDelayMs(retries, retryDelayMaxMs)),
    on: {
      closed: event => {
        clearTimeout(pongTimeout)
        if (isClosing(event) && event.code === FORBIDDEN) tokens.expire()
      },
      connected: () => tokens.accepted(),
      ping: isReceived => {
        if (!isReceived) pongTimeout = setTimeout(() => client.terminate(), PONG_TIMEOUT_MS)
      },
      pong: isReceived => {
        if (isReceived) clearTimeout(pongTimeout)
      },
    },
  })

  return {
    subscribe: (document, variables, { resume } = {}) =>
      openSubscription({
        client,
        query: String(document),
        variables: { ...variables },
        resume,
        renewToken: () => {
          if (token === undefined) return false
          tokens.expire()
          client.terminate()
          return true
        },
      }),
    close: async () => await client.dispose(),
  }
}

/** The token has expired or was revoked. */
const FORBIDDEN = 4403

const isClosing = (event: unknown): event is { readonly code: number } =>
  typeof event === 'object' && event !== null && 'code' in event
