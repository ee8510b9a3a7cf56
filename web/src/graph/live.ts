import { createLiveClient, LiveError } from '@waystone/live-client'
import { print } from 'graphql'
import { subscriptionExchange, type Exchange } from 'urql'
import { setConnection } from './connection.js'
import { accessToken, heldToken } from '../session/session.js'

const scheme = location.protocol === 'https:' ? 'wss' : 'ws'

/** The one WebSocket of the page: subscriptions, and the commands of the world. */
export const live = createLiveClient({
  url: `${scheme}://${location.host}/graphql`,
  onState: state => setConnection('live', state === 'lost' ? 'offline' : 'online'),
  token: async ({ expired }) => await accessToken(expired ? (heldToken() ?? undefined) : undefined),
})

/** Subscriptions of urql over the live client, which outlives lost connections and expired tokens. */
export const liveExchange: Exchange = subscriptionExchange({
  forwardSubscription: (_, operation) => ({
    subscribe: sink => {
      const events = live.subscribe(print(operation.query), operation.variables as Record<string, unknown>)
      void forward()
      return { unsubscribe: () => void events.return?.() }

      async function forward() {
        try {
          for await (const { data, errors } of events)
            sink.next({
              data: data as Record<string, unknown>,
              ...(errors && { errors: errors.map(error => ({ ...error })) }),
            })
          sink.complete()
        } catch (error) {
          sink.error(error instanceof LiveError ? error : new Error(String(error)))
        }
      }
    },
  }),
})
