import { RequestFault } from '@waystone/kit/errors'
import type { Route } from '@waystone/kit/http'
import { lexicographicSortSchema, printSchema } from 'graphql'
import type { Epoch } from '@waystone/federation'
import type { Epochs } from '../../supergraph/epochs.js'
import { conditional } from '../not-modified.js'

/**
 * Serves the current API schema as text: the result of introspection, in the form of the committed
 * schema.graphql.
 */
export function schemaRoute(epochs: Epochs): Route {
  const printed = new WeakMap<Epoch, string>()
  return {
    path: '/schema.graphql',
    methods: ['GET', 'HEAD'],
    handle: conditional(() => {
      const epoch = epochs.current()
      if (epoch === null) throw new RequestFault('SERVICE_UNAVAILABLE', 'No supergraph is loaded yet')
      const sdl = printed.get(epoch) ?? `${printSchema(lexicographicSortSchema(epoch.schema))}\n`
      printed.set(epoch, sdl)
      return {
        status: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache', etag: `"${epoch.id}"` },
        body: sdl,
      }
    }),
  }
}
