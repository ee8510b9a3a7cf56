import { cacheExchange, type CacheExchangeOpts } from '@urql/exchange-graphcache'
import { relayPagination } from '@urql/exchange-graphcache/extras'
import type { Exchange } from 'urql'
import schema from 'virtual:schema'
import { keys } from './keys.js'
import { mutationUpdates } from './updates.js'

/** One copy of each object: what a subscription tells of it shows on every screen that has it. */
export const cache = (): Exchange =>
  cacheExchange({
    schema: schema as NonNullable<CacheExchangeOpts['schema']>,
    keys,
    resolvers: {
      Query: {
        questsConnection: relayPagination(),
        itemsConnection: relayPagination(),
        bannersConnection: relayPagination(),
      },
    },
    updates: mutationUpdates,
  })
