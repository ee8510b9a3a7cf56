import type { Client } from 'graphql-ws'
import { documentPayload, type LiveDocument } from './document.js'
import { createEventQueue } from './event-queue.js'
import { liveErrorOf, refusal, type LiveGraphqlError } from './live-error.js'

/** One event. Where a part of it could not be had, that part is null and `errors` says why. */
export interface LiveEvent<Data> {
  readonly data: Data
  readonly errors?: readonly LiveGraphqlError[]
}

/** How a subscription goes on after a lost connection: the id of the last event becomes a variable. */
export interface Resume<Data> {
  /** Its name, such as `after`. Give it a value from the start: nothing can be missed after what is not known. */
  readonly variable: string
  /** The id in an event. */
  readonly from: (data: Data) => string | null | undefined
}

interface Answer<Data> {
  readonly data?: Data | null
  readonly errors?: readonly LiveGraphqlError[]
}

/** A token that is refused so often in a row, with no event in between, will be refused again. */
const REFUSED_TOKENS_MAX = 3

/** One subscription on the client's connection, from its first event to its last, over any number of connections. */
export function openSubscription<Data>(options: {
  client: Client
  document: LiveDocument<Data, never>
  variables: Readonly<Record<string, unknown>>
  resume: Resume<Data> | undefined
  /** Has the next connection made with a new token; false where there is none to be had. */
  renewToken: () => boolean
  /** Called once, when it is over for any reason. */
  onEnd: () => void
}): AsyncIterableIterator<LiveEvent<Data>, undefined> {
  const { client, document, resume, renewToken, onEnd } = options
  let variables = options.variables
  let refusedTokens = 0
  let isOver = false
  let dispose = () => {}
  const queue = createEventQueue<LiveEvent<Data>>(() => {
    isOver = true
    onEnd()
    dispose()
  })

  const tell = (data: Data, errors: Answer<Data>['errors']) => {
    refusedTokens = 0
    const id = resume?.from(data)
    if (resume !== undefined && typeof id === 'string') variables = { ...variables, [resume.variable]: id }
    queue.push({ data, ...(errors !== undefined && { errors }) })
  }
  const refuse = (errors: readonly LiveGraphqlError[]) => {
    const isForToken = errors.length > 0 && errors.every(isUnauthenticated) && refusedTokens < REFUSED_TOKENS_MAX
    if (!isForToken || !renewToken()) return queue.end(refusal(errors))
    refusedTokens++
    open()
  }
  const open = () => {
    let isCurrent = true
    // graphql-ws sends this again after each reconnect, with its current value.
    const payload = {
      ...documentPayload(document),
      get variables() {
        return variables
      },
    }
    const stop = client.subscribe<Data & Record<string, unknown>>(payload, {
      next: result => {
        const { data, errors } = result as Answer<Data>
        if (!isCurrent || isOver) return
        if (data !== undefined && data !== null) return tell(data, errors)
        dispose()
        refuse(errors ?? [])
      },
      error: reason => {
        if (!isCurrent || isOver) return
        dispose()
        if (Array.isArray(reason)) refuse(reason as LiveGraphqlError[])
        else queue.end(liveErrorOf(reason))
      },
      complete: () => {
        if (isCurrent) queue.end()
      },
    })
    dispose = () => {
      isCurrent = false
      // After the messages that came with this one: graphql-ws counts a subscription's end twice when
      // `complete` comes after it was stopped and in the same turn, and then closes the connection under the
      // next one.
      queueMicrotask(stop)
    }
  }
  open()
  return queue.iterator
}

const isUnauthenticated = ({ extensions }: LiveGraphqlError): boolean => extensions?.['code'] === 'UNAUTHENTICATED'
