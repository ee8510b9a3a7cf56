import { createLiveClient, LiveError, type LiveEvent, type Resume } from '@waystone/live-client'
import { subscriptionExchange, type Exchange } from 'urql'
import { setConnection } from './connection.js'
import { liveDocument } from './live-document.js'
import { accessToken, heldToken, onSessionChange, sessionPhase } from '../session/session.js'

const scheme = location.protocol === 'https:' ? 'wss' : 'ws'

/** The one WebSocket of the page: subscriptions, and the commands of the world. */
export const live = createLiveClient({
  url: `${scheme}://${location.host}/graphql`,
  onState: state => {
    setConnection('live', state === 'lost' ? 'offline' : 'online')
    // The server answers again, so a request that did not reach it says nothing any more.
    if (state === 'connected') setConnection('requests', 'online')
  },
  token: async ({ expired }) => await accessToken(expired ? (heldToken() ?? undefined) : undefined),
})

/** How a subscription of urql resumes: `useSubscription({ context: { resume } })`. */
export interface ResumeContext {
  readonly resume?: Resume<Record<string, unknown>>
}

/**
 * Subscriptions of urql over the live client, which outlives lost connections and expired tokens. After the session
 * has ended they begin again with the next one.
 */
export const liveExchange: Exchange = subscriptionExchange({
  forwardSubscription: (_, operation) => ({
    subscribe: sink => {
      const { resume } = operation.context as ResumeContext
      /** Where a new subscription goes on. */
      let after: Record<string, unknown> = {}
      let events: AsyncIterableIterator<LiveEvent<Record<string, unknown>>, undefined>
      let isOver = false
      void forward()
      return {
        unsubscribe: () => {
          isOver = true
          void events.return?.()
        },
      }

      async function forward(): Promise<void> {
        const document = liveDocument(operation.query)
        const variables = { ...(operation.variables as Record<string, unknown>), ...after }
        events = live.subscribe(document, variables, resume && { resume })
        try {
          for await (const { data, errors } of events) {
            const id = resume?.from(data)
            if (resume && id) after = { [resume.variable]: id }
            sink.next({ data, ...(errors && { errors: errors.map(error => ({ ...error })) }) })
          }
          sink.complete()
        } catch (error) {
          if (!(await canBeginAgain(error))) sink.error(error instanceof LiveError ? error : new Error(String(error)))
          else if (!isOver) void forward()
        }
      }
    },
  }),
})

const RESTART_MS = 5_000

/** Waits for the next session where this one has ended, and a while where no token could be had. */
async function canBeginAgain(error: unknown): Promise<boolean> {
  if (sessionPhase() === 'ended') {
    await new Promise<void>(resolve => {
      const stop = onSessionChange(() => {
        stop()
        resolve()
      })
    })
    return sessionPhase() === 'signedIn'
  }
  if (!(error instanceof LiveError) || error.failure !== 'token') return false
  await new Promise(resolve => setTimeout(resolve, RESTART_MS))
  return true
}
