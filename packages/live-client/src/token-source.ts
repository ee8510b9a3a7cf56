import { LiveError } from './live-error.js'
import { retryDelayMs, wait } from './retry-delay.js'

/** Answers an access token, or null where there is none; `expired` when the last one was refused. */
export type TokenOf = (why: { readonly expired: boolean }) => Promise<string | null> | string | null

/** Tokens that are refused in a row, before any has been accepted. */
const REFUSED_MAX = 3
/** How often a token is asked for, for one connection. */
const ATTEMPTS_MAX = 5

/** The tokens of one client's connections. */
export interface TokenSource {
  /**
   * Prepares a token for the next connection. Never throws: graphql-ws must learn of a failure only when it
   * connects.
   */
  prepare(): Promise<void>
  /** @throws LiveError when no token was available */
  prepared(): string | null
  /** True when the connection was made with a token. */
  isPresent(): boolean
  /** The server has refused the token. */
  expire(): void
  /** The server has taken the token. */
  accepted(): void
}

export function createTokenSource(tokenOf: TokenOf | undefined, retryDelayMaxMs: number): TokenSource {
  let token: string | null = null
  let failure: LiveError | null = null
  let isExpired = false
  let refused = 0

  const ask = async (): Promise<void> => {
    if (tokenOf === undefined) return
    if (refused > REFUSED_MAX) throw new LiveError('token', `${refused} access tokens in a row were refused`)
    const answer = await tokenOf({ expired: isExpired })
    if (answer === null && isExpired)
      throw new LiveError('token', 'The access token has expired, and there is no new one')
    token = answer
  }
  return {
    prepare: async () => {
      failure = null
      for (let attempts = 1; ; attempts++) {
        try {
          return await ask()
        } catch (error) {
          // The token's callback may fail like any other network request, so it is retried.
          if (!(error instanceof LiveError) && attempts < ATTEMPTS_MAX) {
            await wait(retryDelayMs(attempts, retryDelayMaxMs))
            continue
          }
          failure =
            error instanceof LiveError
              ? error
              : new LiveError('token', 'The access token could not be had', { cause: error })
          return
        }
      }
    },
    prepared: () => {
      if (failure !== null) throw failure
      return token
    },
    isPresent: () => token !== null,
    expire: () => {
      isExpired = true
      refused++
    },
    accepted: () => {
      isExpired = false
      refused = 0
    },
  }
}
