import type { RequestContext, SubgraphApp } from '../graphql/index.js'
import { createLogger } from '../logger/index.js'
import { createMetrics } from '../metrics/index.js'

/** Of subgraphs in tests. */
export const TEST_SECRET = 'a secret of the tests'

type Parts<TContext extends RequestContext> = Pick<SubgraphApp<TContext>, 'schema' | 'context'> &
  Partial<SubgraphApp<TContext>>

/** A subgraph with nothing behind it: no jobs, no routes, no calls of other services. */
export const createTestSubgraphApp = <TContext extends RequestContext>(
  parts: Parts<TContext>,
): SubgraphApp<TContext> => ({
  name: 'test',
  logger: createLogger({ name: 'test', level: 'silent' }),
  metrics: createMetrics({ service: parts.name ?? 'test' }),
  internalSecret: TEST_SECRET,
  internal: [],
  routes: [],
  readiness: { checks: {} },
  watchAccess: () => () => {},
  recordRefusal: () => {},
  start: async () => {},
  replayDeadLetters: async () => ({ replayed: 0, failed: 0 }),
  close: async () => {},
  ...parts,
})
