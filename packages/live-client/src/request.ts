import type { Client } from 'graphql-ws'
import { documentPayload, type LiveDocument } from './document.js'
import { LiveError, liveErrorOf, refusal, type LiveGraphqlError } from './live-error.js'
import type { LiveEvent } from './subscription.js'

/**
 * One query or mutation on the client's connection. graphql-ws would send it again after a reconnect; a
 * mutation may have been executed already, so a lost connection ends it instead.
 */
export function requestOnce<Data>(options: {
  readonly client: Client
  readonly document: LiveDocument<Data, never>
  readonly variables: Readonly<Record<string, unknown>>
  /** Called once, when it is over for any reason. */
  readonly onEnd: () => void
}): Promise<LiveEvent<Data>> {
  const { client, document, variables, onEnd } = options
  return new Promise<LiveEvent<Data>>((resolve, reject) => {
    let isOver = false
    const end = (settle: () => void) => {
      if (isOver) return
      isOver = true
      stopListening()
      onEnd()
      // After the messages that came with this one, as subscriptions do.
      queueMicrotask(() => stop())
      settle()
    }
    const stopListening = client.on('closed', () =>
      end(() => reject(new LiveError('lost', 'The connection was lost before the answer came'))),
    )
    const stop = client.subscribe<Data & Record<string, unknown>>(
      { ...documentPayload(document), variables },
      {
        next: result => {
          const { data, errors } = result as { data?: Data | null; errors?: readonly LiveGraphqlError[] }
          end(() => {
            if (data === undefined || data === null) reject(refusal(errors ?? []))
            else resolve({ data, ...(errors !== undefined && { errors }) })
          })
        },
        error: reason =>
          end(() => reject(Array.isArray(reason) ? refusal(reason as LiveGraphqlError[]) : liveErrorOf(reason))),
        complete: () => end(() => reject(refusal([]))),
      },
    )
  })
}
