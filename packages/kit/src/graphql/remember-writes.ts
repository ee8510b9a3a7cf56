import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql'
import type { SubgraphContext } from './request-context.js'

/** A schema may be executed without a database, in tests and tools. */
type Context = Partial<Pick<SubgraphContext, 'reads'>>

/**
 * After each mutation, refused and failed ones included, reads of this request and of the viewer's next ones
 * go to the primary; and likewise after each event of a subscription, since who is told of a change goes and
 * looks at it.
 */
export function rememberWrites(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const resolve: GraphQLFieldResolver<unknown, Context> = field.resolve ?? defaultFieldResolver
    field.resolve = async (parent, args, context: Context, info) => {
      try {
        return await resolve(parent, args, context, info)
      } finally {
        await context.reads?.wrote()
      }
    }
  }
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const { subscribe } = field
    if (subscribe === undefined) continue
    field.subscribe = async (parent, args, context: Context, info) => {
      const events: unknown = await subscribe(parent, args, context, info)
      const { reads } = context
      return reads?.isReplicated === true ? eachAfter(events as AsyncIterator<unknown>, () => reads.wrote()) : events
    }
  }
}

/** The same events, each once `before` has ended. */
function eachAfter(events: AsyncIterator<unknown>, before: () => Promise<void>): AsyncIterableIterator<unknown> {
  const over = { done: true as const, value: undefined }
  const stream: AsyncIterableIterator<unknown> = {
    next: async () => {
      const event = await events.next()
      if (event.done !== true) await before()
      return event
    },
    return: async () => (await events.return?.()) ?? over,
    throw: async error => (await events.throw?.(error)) ?? over,
    [Symbol.asyncIterator]: () => stream,
  }
  return stream
}
