import { createSourceEventStream, execute, type DocumentNode } from 'graphql'
import { RequestFault } from '../errors/index.js'
import { failedResult, formatResult, type LocalResult } from './format-result.js'
import type { RequestContext } from './request-context.js'
import type { SubgraphApp } from './subgraph-app.js'

export type LocalResults = AsyncIterableIterator<LocalResult>

/**
 * Subscribes to an operation that the caller has validated. Each event is executed with a context of its own,
 * since loaders remember what they have read, and the viewer is checked anew. When the token expires or is
 * revoked, the last answer says so.
 * @returns the one answer, where subscribing failed
 */
export async function subscribeOperation<TContext extends RequestContext>(
  app: SubgraphApp<TContext>,
  request: {
    document: DocumentNode
    operationName?: string | undefined
    variables?: Readonly<Record<string, unknown>> | undefined
    requestId: string
    context: () => Promise<TContext>
  },
): Promise<LocalResults | LocalResult> {
  const { document, operationName, variables, requestId, context } = request
  const about = { requestId, logger: app.logger }
  const operation = { schema: app.schema, document, operationName, variableValues: variables }
  try {
    const contextValue = await context()
    const events = await createSourceEventStream({ ...operation, contextValue })
    if (!isIterable(events)) return formatResult(events, about)
    const answer = async (rootValue: unknown) =>
      formatResult(await execute({ ...operation, rootValue, contextValue: await context() }), about)
    const results = resultsOf(events[Symbol.asyncIterator](), {
      answer,
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

const accessEnded = () => new RequestFault('UNAUTHENTICATED', 'The access token has expired or was revoked')

const isIterable = (value: object): value is AsyncIterable<unknown> => Symbol.asyncIterator in value

function resultsOf(
  events: AsyncIterator<unknown>,
  on: {
    answer: (event: unknown) => Promise<LocalResult>
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
  const results = {
    next,
    return: close,
    throw: close,
    end: (fault: RequestFault) => {
      lastFault = fault
      // A pending wait for the next event is ended now.
      void events.return?.()
    },
    [Symbol.asyncIterator]: () => results,
  }
  return results
}
