import { mkdtemp, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createUsageCounts } from '../src/features/usage-log/usage-counts.js'
import { usageFile } from '../src/features/usage-log/usage-file.js'
import { catalog } from './catalog.js'
import { composeSubgraphs, startGateway, startSubgraph, type TestSubgraph } from './harness.js'

let subgraph: TestSubgraph
let supergraphSdl: string
let directory: string
beforeAll(async () => {
  subgraph = await startSubgraph(catalog)
  supergraphSdl = composeSubgraphs([subgraph])
  directory = await mkdtemp(join(tmpdir(), 'usage-'))
})
afterAll(() => subgraph.close())

const linesOf = async (path: string): Promise<Record<string, unknown>[]> =>
  (await readFile(path, 'utf8'))
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)

test('each operation and client has a line with counts, errors, durations and fields', async () => {
  const path = join(directory, 'usage.jsonl')
  const gateway = await startGateway({ supergraphSdl, env: { USAGE_LOG: path } })
  const page = 'query Page($secret: String) { hello(name: $secret) books { edges { node { title } } } __typename }'
  const headers = { 'apollographql-client-name': 'web', 'apollographql-client-version': '2' }
  await gateway.ask(page, { variables: { secret: 'swordfish' }, headers })
  await gateway.ask(page, { variables: { secret: 'other' }, headers })
  await gateway.ask(page)
  await gateway.ask('query Broken { broken }', { headers })
  await gateway.ask('{ nowhere }')
  await gateway.close()
  const lines = await linesOf(path)
  expect(lines).toHaveLength(3)
  expect(lines[0]).toEqual({
    from: expect.any(String),
    to: expect.any(String),
    operation: 'Page',
    kind: 'query',
    document: expect.stringMatching(/^[0-9a-f]{64}$/),
    clientName: 'web',
    clientVersion: '2',
    fields: ['Book.title', 'BookConnection.edges', 'BookEdge.node', 'Query.books', 'Query.hello'],
    count: 2,
    errors: 0,
    durationMsTotal: expect.any(Number),
    durationMsMax: expect.any(Number),
  })
  expect(lines[1]).toMatchObject({ operation: 'Page', clientName: null, count: 1 })
  expect(lines[2]).toMatchObject({ operation: 'Broken', count: 1, errors: 1, fields: ['Query.broken'] })
  expect(JSON.stringify(lines)).not.toMatch(/swordfish|userId/)
})

test('it is written at every interval', async () => {
  const path = join(directory, 'often.jsonl')
  const gateway = await startGateway({ supergraphSdl, env: { USAGE_LOG: path, USAGE_LOG_INTERVAL_MS: '100' } })
  await gateway.ask('{ hello }')
  await vi.waitFor(async () => expect(await linesOf(path)).toHaveLength(1), 10_000)
  await gateway.ask('{ hello }')
  await vi.waitFor(async () => expect(await linesOf(path)).toHaveLength(2), 10_000)
  await gateway.close()
})

test('what clients choose fills no memory', () => {
  const counts = createUsageCounts(2)
  const record = {
    operation: 'x'.repeat(1_000),
    kind: 'query',
    document: 'd',
    clientName: null,
    clientVersion: null,
    fields: [],
  }
  for (const key of ['a', 'b', 'c', 'd', 'a']) counts.add(() => record, key, { durationMs: 5, hasErrors: false })
  const { counts: taken, uncounted } = counts.take()
  expect(taken.map(({ count }) => count)).toEqual([2, 1])
  expect(taken[0]?.operation).toHaveLength(100)
  expect(uncounted).toBe(2)
  expect(counts.take()).toEqual({ counts: [], uncounted: 0 })
})

test('a file that is full makes way for the next', async () => {
  const path = join(directory, 'full.jsonl')
  const write = usageFile(path, 20)
  await write([{ first: 'aaaaaaaaaaaaaaaaaaaa' }])
  await write([{ second: 1 }])
  expect(await linesOf(path)).toEqual([{ second: 1 }])
  expect((await stat(`${path}.1`)).size).toBeGreaterThan(20)
})
