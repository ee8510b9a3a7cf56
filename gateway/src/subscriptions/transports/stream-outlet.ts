import type { ResponseStream } from '@waystone/kit/http'
import type { GraphQLFormattedError } from 'graphql'
import type { LiveMessage } from '../hub/live-message.js'
import type { Outlet } from '../hub/outlet.js'
import type { StreamFormat } from './stream-format.js'

/** A client that does not even take the end within this time is gone. */
const END_TIMEOUT_MS = 30_000

/** One subscription over one response. */
export interface StreamOutlet extends Outlet {
  /** Keeps the response alive while nothing happens. */
  beat(): void
  /** Ends the response, though the operation has not ended. */
  end(errors: readonly GraphQLFormattedError[]): void
}

export function createStreamOutlet(client: ResponseStream, format: StreamFormat): StreamOutlet {
  let isOver = false
  const close = (last: string) => {
    if (isOver) return
    isOver = true
    client.write(last + format.closing)
    client.end()
    const timer = setTimeout(() => client.destroy(), END_TIMEOUT_MS)
    timer.unref()
    client.onceClosed(() => clearTimeout(timer))
  }
  const send = (message: LiveMessage) => {
    if (!isOver) client.write(message.as(format.encode))
  }
  const end = (errors: readonly GraphQLFormattedError[]) => close(format.ending(errors))
  return {
    get unsentBytes() {
      return client.unsentBytes
    },
    send,
    sendAll: messages => {
      for (const message of messages) send(message)
    },
    answer: message => {
      send(message)
      close('')
    },
    onceDrained: listener => client.onceDrained(listener),
    fail: errors => close(format.failing(errors)),
    end,
    complete: () => close(''),
    cutOff: () => end([tooSlow]),
    beat: () => {
      // A client with unsent bytes needs no heartbeat.
      if (!isOver && client.unsentBytes === 0) client.write(format.heartbeat)
    },
  }
}

const tooSlow = {
  message: 'Too slow: events were missed. Subscribe again after the last one that came',
  extensions: { code: 'SUBSCRIPTION_TOO_SLOW' },
}
