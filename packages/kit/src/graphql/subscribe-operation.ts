import { createSourceEventStream, execute, getOperationAST, Kind, type DocumentNode } from 'graphql'
import { RequestFault } from '../errors/index.js'
import { isForwarding, type ForwardingStream } from './forwarding-stream.js'
import { failedResult, formatResult, type LocalResult } from './format-result.js'
import type { RequestContext } from './request-context.js'
import type { SubgraphApp } from './subgraph-app.js'
import { isForViewerAlone, OwnFromNowOn } from './viewer-stream.js'
import { PartlyWrittenResult, WrittenResult } from './written-result.js'

/** Where the subgraph's own stream forwards its events, so do the results. */
export type LocalResults = AsyncIterableIterator<LocalResult> & Partial<Pick<ForwardingStream<LocalResult>, 'forward'>>

/** An operation that the caller has validated. */
export interface ValidOperation {
  readonly document: DocumentNode
  readonly operationName?: string | undefined
  readonly variables?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Subscribes to an operation. Each event is executed with a context of its own,
 * since loaders remember what they have read, and the viewer is checked anew. An event that the subgraph has
 * written itself is not executed. When the token expires or is revoked, the last answer says so.
 * @returns the one answer, where subscribing failed
 */
export async function subscribeOperation<TContext extends RequestContext>(
  app: SubgraphApp<TContext>,
  request: ValidOperation & {
    readonly verbatim?: ValidOperation | undefined
    /** The stream says once that the viewer may have the events, and then only ends when that is over. */
    readonly accessOnly?: boolean | undefined
    /** The events go to all viewers who have access to them. */
    readonly forAll?: boolean | undefined
    readonly requestId: string
    readonly context: () => Promise<TContext>
  },
): Promise<LocalResults | LocalResult> {
  const { requestId, accessOnly = false, forAll = false } = request
  const context = async (): Promise<TContext> =>
    accessOnly || forAll ? { ...(await request.context()), accessOnly, forAll } : await request.context()
  const verbatim = request.verbatim && isOfOneField(request, request.verbatim) ? request.verbatim : undefined
  const about = { requestId, logger: app.logger }
  const executable = ({ document, operationName, variables }: ValidOperation) => ({
    schema: app.schema,
    document,
    operationName,
    variableValues: variables,
  })
  const opened = executable(verbatim ?? request)
  try {
    const contextValue = await context()
    const events = await createSourceEventStream({ ...opened, contextValue })
    if (!isIterable(events)) return formatResult(events, about)
    const run = async (operation: typeof opened, rootValue: unknown) =>
      formatResult(await execute({ ...operation, rootValue, contextValue: await context() }), about)
    const written = (result: WrittenResult): WrittenResult => {
      result.isVerbatim = verbatim !== undefined
      return result
    }
    const answer = async (event: unknown): Promise<LocalResult> => {
      if (event instanceof Access) return { data: {}, extensions: { ...event.extensions } }
      if (!(event instanceof PartlyWrittenResult)) return await run(executable(request), event)
      const result = event.complete(await run(opened, event.rootValue))
      if (result instanceof WrittenResult) return written(result)
      // Data that are not written would be of another operation than the receiver takes them for.
      return verbatim === undefined ? result : { data: null, errors: result.errors ?? [] }
    }
    const source = events[Symbol.asyncIterator]()
    const results = resultsOf(accessOnly ? accessOf(source, isForViewerAlone(events) ? 'own' : 'granted') : source, {
      answer: event => (event instanceof WrittenResult ? written(event) : answer(event)),
      fail: error => failedResult(error, about),
      onOver: () => stopWatching(),
    })
    const { viewer } = contextValue
    const stopWatching = viewer === null ? () => {} : app.watchAccess(viewer, () => results.end(accessEnded()))
    return results
  } catch (error) {
    return failedResult(error, about)
  }
}

/** Events of one field would be nonsense to the resolver of another. */
const isOfOneField = (one: ValidOperation, other: ValidOperation): boolean => {
  const name = rootFieldName(one)
  return name !== undefined && name === rootFieldName(other)
}

/** Undefined where a fragment holds the root field. */
function rootFieldName({ document, operationName }: ValidOperation): string | undefined {
  const [field] = getOperationAST(document, operationName)?.selectionSet.selections ?? []
  return field?.kind === Kind.FIELD ? field.name.value : undefined
}

/** That the viewer may have the events: those of all who may (`granted`), or those of a stream of its own. */
class Access {
  readonly extensions: { readonly access: 'granted' | 'own'; readonly after?: string }
  constructor(extensions: Access['extensions']) {
    this.extensions = extensions
  }
}

/**
 * One event at once, since the stream could be opened, and of its own, however many it brings, only that the viewer's
 * events are own ones from now on.
 */
function accessOf(source: AsyncIterator<unknown>, access: 'granted' | 'own'): AsyncIterableIterator<unknown> {
  let isTold = false
  const events: AsyncIterableIterator<unknown> = {
    next: async () => {
      if (!isTold) {
        isTold = true
        return { done: false, value: new Access({ access }) }
      }
      for (;;) {
        const { done, value } = await source.next()
        if (done === true) return { done: true, value: undefined }
        if (value instanceof OwnFromNowOn)
          return { done: false, value: new Access({ access: 'own', after: value.after }) }
      }
    },
    return: async () => {
      await source.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => events,
  }
  return events
}

const accessEnded = () => new RequestFault('UNAUTHENTICATED', 'The access token has expired or was revoked')

const isIterable = (value: object): value is AsyncIterable<unknown> => Symbol.asyncIterator in value

function resultsOf(
  events: AsyncIterator<unknown>,
  on: {
    answer: (event: unknown) => LocalResult | Promise<LocalResult>
    fail: (error: unknown) => LocalResult
    onOver: () => void
  },
): LocalResults & { end(fault: RequestFault): void } {
  let lastFault: RequestFault | undefined
  let isOver = false
  const finish = (): IteratorReturnResult<undefined> => {
    if (!isOver) on.onOver()
    isOver = true
    return { done: true, value: undefined }
  }
  const failed = (error: unknown): IteratorYieldResult<LocalResult> => {
    finish()
    void events.return?.()
    return { done: false, value: on.fail(error) }
  }
  const next = async (): Promise<IteratorResult<LocalResult>> => {
    if (isOver) return finish()
    try {
      const event = await events.next()
      if (lastFault !== undefined) return failed(lastFault)
      return event.done === true ? finish() : { done: false, value: await on.answer(event.value) }
    } catch (error) {
      return failed(error)
    }
  }
  const close = async (): Promise<IteratorReturnResult<undefined>> => {
    const over = finish()
    await events.return?.()
    return over
  }
  /** As `next` reads them, without a promise for what is written. */
  const forwardFrom =
    (source: ForwardingStream<unknown>): ForwardingStream<LocalResult>['forward'] =>
    async take => {
      try {
        await source.forward(event => {
          if (isOver || lastFault !== undefined) return undefined
          const answer = on.answer(event)
          return answer instanceof Promise ? answer.then(take) : take(answer)
        })
        if (lastFault !== undefined && !isOver) await take(failed(lastFault).value)
      } catch (error) {
        await take(failed(error).value)
      } finally {
        finish()
      }
    }
  const results = {
    next,
    return: close,
    throw: close,
    end: (fault: RequestFault) => {
      lastFault = fault
      // A pending wait for the next event is ended now.
      void events.return?.()
    },
    ...(isForwarding(events) && { forward: forwardFrom(events) }),
    [Symbol.asyncIterator]: () => results,
  }
  return results
}
