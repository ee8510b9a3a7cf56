import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalog } from './catalog.js'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

let subgraph: TestSubgraph
let gateway: TestGateway
beforeAll(async () => {
  subgraph = await startSubgraph(catalog)
  gateway = await startGateway({ supergraphSdl: composeSubgraphs([subgraph]) })
})
afterAll(async () => {
  await gateway.close()
  await subgraph.close()
})

const audits = serverAudits({ url: () => `${gateway.url}/graphql` })

test.each(audits.map(audit => [audit.id, audit.name, audit] as const))('%s %s', async (_id, _name, audit) => {
  const result = await audit.fn()
  const reason = 'reason' in result ? result.reason : ''
  expect({ status: result.status, reason }).toEqual({ status: 'ok', reason: '' })
})
