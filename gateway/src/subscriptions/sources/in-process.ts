import type { InternalSecret } from '@waystone/kit/auth'
import type { Logger } from '@waystone/kit/logger'
import { withBigInts } from '@waystone/federation/exact-numbers'
import { copyAsJson } from '../../data-sources/as-json.js'
import { readSubgraphResponse } from '@waystone/federation/contract'
import { entriesOf, forwardedHeaders } from '../../data-sources/forwarded-headers.js'
import type { LocalResult, LocalStream, LocalSubgraph } from '../../data-sources/in-process.js'
import {
  sourceError,
  UNDER_WAY_MAX,
  type EventSource,
  type SourceListener,
  type SourceRequest,
} from './event-source.js'

/**
 * Subscribes at a subgraph of the same process. It lives as long as the gateway: a stream that breaks is not
 * opened again.
 */
export function createInProcessSource(options: {
  name: string
  subgraph: LocalSubgraph
  internalSecret: InternalSecret
  logger: Logger
}): EventSource {
  const { name, subgraph, internalSecret, logger } = options
  const streams = new Set<() => void>()

  const subscribe = async ({
    query,
    operationName,
    variables,
    context,
    verbatim,
    accessOnly,
    forAll,
    ...rest
  }: SourceRequest): Promise<LocalStream> => {
    const asked = identified(rest)?.request(variables, rest.startAfter ?? null) ?? { query, variables }
    if (subgraph.subscribe === undefined) return once({ errors: [{ message: `Subgraph "${name}" sends no events` }] })
    const result = await subgraph.subscribe({
      query: asked.query,
      variables: localVariables(asked.variables),
      ...(accessOnly === true && { accessOnly }),
      ...(forAll === true && { forAll }),
      ...(verbatim !== null && { verbatim: { ...verbatim, variables: localVariables(verbatim.variables) } }),
      ...(operationName !== undefined && { operationName }),
      headers: new Map(entriesOf(forwardedHeaders({ context }, internalSecret))),
      remoteAddress: context.remoteAddress,
    })
    return Symbol.asyncIterator in result ? result : once(result)
  }

  const follow = async (request: SourceRequest, listener: SourceListener, stream: { isOpen: boolean; end(): void }) => {
    const events = await subscribe(request)
    stream.end = () => {
      void events
        .return?.()
        .catch((error: unknown) => logger.debug({ err: error }, 'a local stream did not end cleanly'))
    }
    if (!stream.isOpen) return stream.end()
    let underWay = 0
    const resumption = identified(request)
    /** @returns resolves when the listener can take more; undefined when it can now */
    const give = (result: LocalResult): Promise<void> | undefined => {
      if (!stream.isOpen) return undefined
      if (result.parts !== undefined && result.isVerbatim === true) return listener.written(result.parts)
      const event = readSubgraphResponse(copyAsJson(dataOf(result)), { variables: {} })
      if (event === undefined) {
        listener.error([sourceError(name, { message: `Subgraph "${name}" sent an event that is not GraphQL` })])
        return undefined
      }
      underWay++
      const answered = listener.next(event, resumption?.takeId(event) ?? null).then(() => void underWay--)
      return underWay >= UNDER_WAY_MAX ? answered : undefined
    }
    if (events.forward !== undefined) await events.forward(give)
    else
      for await (const result of events) {
        if (!stream.isOpen) return
        const busy = give(result)
        if (busy !== undefined) await busy
      }
    if (stream.isOpen) listener.complete()
  }

  return {
    open: (request, listener) => {
      const stream = { isOpen: true, end: () => {} }
      const close = () => {
        streams.delete(close)
        stream.isOpen = false
        stream.end()
      }
      streams.add(close)
      const fail = (error: unknown) => {
        const { requestId } = request.context
        logger.error({ err: error, serviceName: name, requestId }, 'a local subgraph failed while it sent events')
        if (stream.isOpen) listener.error([sourceError(name, { message: `Subgraph "${name}" failed` })])
      }
      queueMicrotask(() => {
        follow(request, listener, stream)
          .catch(fail)
          .finally(() => streams.delete(close))
      })
      return close
    },
    get size() {
      return streams.size
    },
    close: () => {
      for (const close of streams) close()
    },
  }
}

/** Only where ids are wanted: another field costs each event a little. */
const identified = ({ resumption, startAfter }: Pick<SourceRequest, 'resumption' | 'startAfter'>) =>
  startAfter === undefined ? null : resumption

const localVariables = (variables: SourceRequest['variables']) =>
  withBigInts(copyAsJson(variables)) as Record<string, unknown>

/** The data of a written result have been parsed from its text. */
const dataOf = (result: LocalResult): LocalResult =>
  result.parts === undefined ? result : { data: result.data ?? null }

async function* once(result: LocalResult): LocalStream {
  yield result
}
