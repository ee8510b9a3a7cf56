import { RequestFault } from '@waystone/kit/errors'
import { json, type HttpResponse, type ResponseStream } from '@waystone/kit/http'
import type { GraphQLFormattedError } from 'graphql'
import { acceptedAnswers, preferredForQuery, type AnswerKind } from '../../http/accepted-answers.js'
import type { GraphqlHandler } from '../../http/graphql-endpoint.js'
import type { GatewayRequest } from '../../requests/gateway-plugin.js'
import type { Admission } from '../admission.js'
import type { CutOffReason, LiveMetrics } from '../live-metrics.js'
import type { RunClientOperation } from '../client-operations.js'
import type { Sessions } from '../sessions.js'
import { multipart, serverSentEvents, type StreamFormat } from './stream-format.js'
import { createStreamOutlet, type StreamOutlet } from './stream-outlet.js'

/** Subscriptions over plain HTTP: the response stays open. */
export interface HttpStreams {
  /** Says null to a request that does not want such a response, or asks for something that is no subscription. */
  readonly handle: GraphqlHandler
  /** Ends all responses. */
  close(): void
}

export function createHttpStreams(options: {
  /** For requests that the plugins' `onRequest` has let through. */
  run: RunClientOperation
  isSubscription: (request: GatewayRequest) => boolean
  admit: (address: string) => Admission
  sessions: Sessions
  metrics: LiveMetrics
}): HttpStreams {
  const { run, isSubscription, admit, sessions, metrics } = options
  const open = new Set<StreamOutlet>()
  let isClosing = false

  const stream = (client: ResponseStream, start: Start) => {
    const { format, request, leave } = start
    const cutOff = (reason: CutOffReason, errors: readonly GraphQLFormattedError[]) => {
      metrics.cutOff(reason)
      outlet.end(errors)
    }
    const outlet = createStreamOutlet(client, format)
    open.add(outlet)
    metrics.opened(format.name)
    client.write(format.opening)
    const beating = setInterval(() => outlet.beat(), format.heartbeatMs)
    const stopWatching = sessions.watch(request.context.viewer, reason => cutOff(reason, [endings[reason]]))
    let stop: (() => void) | undefined
    let isOver = false
    client.onceClosed(() => {
      isOver = true
      clearInterval(beating)
      stopWatching()
      open.delete(outlet)
      metrics.closed(format.name)
      leave()
      stop?.()
    })
    stop = run(request, outlet)
    if (isOver) stop()
  }

  const start = async (request: GatewayRequest, format: StreamFormat): Promise<HttpResponse> => {
    if (isClosing) throw new RequestFault('SERVICE_UNAVAILABLE', 'The gateway is shutting down')
    const admission = admit(request.context.remoteAddress)
    if (admission.kind !== 'admitted') {
      metrics.turnedAway(admission.kind)
      return json(admission.kind === 'address' ? 429 : 503, { errors: [tooManyConnections] })
    }
    const starting: Start = { format, request, leave: admission.leave }
    const body = { stream: (client: ResponseStream) => stream(client, starting) }
    return { status: 200, headers: format.headers, body }
  }

  return {
    handle: ({ http, graphql: request }) => {
      const accepted = acceptedAnswers(http.headers.get('accept'))
      const format = formatFor(accepted)
      if (format === null || request === null) return null
      // A query is answered as the client prefers. JSON cannot answer a subscription. A form of another site
      // can send no mutation.
      const isStreamed = preferredForQuery(accepted) === 'event stream' && http.method === 'POST'
      return isStreamed || isSubscription(request) ? start(request, format) : null
    },
    close: () => {
      isClosing = true
      for (const outlet of open) {
        metrics.cutOff('shutdown')
        outlet.end([restart])
      }
    },
  }
}

interface Start {
  readonly format: StreamFormat
  readonly request: GatewayRequest
  readonly leave: () => void
}

function formatFor(accepted: readonly AnswerKind[]): StreamFormat | null {
  const kind = accepted.find(each => each === 'event stream' || each === 'subscription parts')
  if (kind === undefined) return null
  return kind === 'event stream' ? serverSentEvents : multipart
}

const unauthenticated = { code: 'UNAUTHENTICATED' }
const endings = {
  expired: { message: 'The access token has expired', extensions: unauthenticated },
  revoked: { message: 'The session has been revoked', extensions: unauthenticated },
}
const restart = { message: 'The gateway is shutting down', extensions: { code: 'SERVICE_UNAVAILABLE' } }
const tooManyConnections = {
  message: 'There are too many connections',
  extensions: { code: 'LIMIT_EXCEEDED', limit: 'connections' },
}
