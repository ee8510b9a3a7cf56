import { systemClock } from '@waystone/kit/clock'
import { createMetrics } from '@waystone/kit/metrics'
import { expect, test } from 'vitest'
import type { GatewayContext } from '../../requests/gateway-context.js'
import { sharedObjects } from '@waystone/federation/contract'
import type { DataSource, SubgraphRequest } from '../../requests/subgraph-request.js'
import { createMemoryEntityStore } from './memory-entity-store.js'
import { useEntityCache } from './use-entity-cache.js'

const context: GatewayContext = {
  requestId: 'r',
  viewer: null,
  remoteAddress: '127.0.0.1',
  userAgent: null,
  authorization: null,
  headers: new Map(),
}
const asking = (...ids: number[]): SubgraphRequest => ({
  query: 'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on T { name } } }',
  operationName: undefined,
  variables: { representations: ids.map(id => ({ __typename: 'T', id })) },
  context,
})

test('what others hold is still theirs when it stands beside what was kept', async () => {
  const store = createMemoryEntityStore()
  const cache = useEntityCache({
    store: () => store,
    keyFields: () => new Map([['T', new Set(['id'])]]),
    policies: new Map([['T', { maxAgeSeconds: 60, scope: 'PUBLIC' }]]),
    clock: systemClock,
    metrics: createMetrics({ service: 'test' }),
  })
  const source: DataSource = {
    givesOwned: true,
    execute: async ({ variables }) => ({
      data: { _entities: (variables['representations'] as { id: number }[]).map(({ id }) => ({ name: `n${id}` })) },
      [sharedObjects]: true,
    }),
    checkReady: async () => {},
    close: async () => {},
  }
  const cached = cache.wrap('names', source)
  await cached.execute(asking(1))
  const both = await cached.execute(asking(1, 2))
  expect(both.data).toEqual({ _entities: [{ name: 'n1' }, { name: 'n2' }] })
  expect(both[sharedObjects]).toBe(true)
})
