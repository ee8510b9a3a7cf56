import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startEntitySubgraphs } from './entity-subgraphs.js'
import { startGateway, type Answer, type TestGateway } from './harness.js'

let subgraphs: Awaited<ReturnType<typeof startEntitySubgraphs>>
let gateway: TestGateway
let directory: string
/** Operations that have begun. */
let begun = 0
beforeAll(async () => {
  subgraphs = await startEntitySubgraphs()
  directory = await mkdtemp(join(tmpdir(), 'shared-'))
  const rules = join(directory, 'headers.json')
  await writeFile(rules, JSON.stringify({ request: [{ name: 'x-tenant' }], response: [{ name: 'x-region' }] }))
  const counting = { onOperation: () => void begun++ }
  const { supergraphSdl } = subgraphs
  gateway = await startGateway({ supergraphSdl, env: { HEADERS: rules }, parts: { plugins: [counting] } })
})
afterEach(() => subgraphs.reset())
afterAll(async () => {
  await gateway.close()
  await subgraphs.close()
  await rm(directory, { recursive: true })
})

const query = 'query ($id: ID!) { player(id: $id) { score } }'
type Asking = Parameters<TestGateway['ask']>[1] & { query?: string }

/** Asks all of it while the second subgraph keeps its answers back. */
async function askTogether(askings: readonly Asking[]): Promise<Answer[]> {
  let release = () => {}
  subgraphs.scores.held = new Promise(resolve => {
    release = resolve
  })
  begun = 0
  const answers = askings.map(asking => gateway.ask(asking.query ?? query, { variables: { id: 'ann' }, ...asking }))
  await expect.poll(() => begun === askings.length && subgraphs.second.requests.length > 0).toBe(true)
  release()
  return await Promise.all(answers)
}
const scores = (answers: readonly Answer[]) => new Set(answers.map(({ data }) => JSON.stringify(data)))

test('queries of one viewer that are alike share an execution; each keeps its own request id', async () => {
  Object.assign(subgraphs.names, { headers: { 'cache-control': 'private, max-age=60', 'x-region': 'north' } })
  Object.assign(subgraphs.scores, { headers: { 'cache-control': 'private, max-age=30' } })
  const token = await gateway.issuer.token({ userId: randomUUID() })
  const answers = await askTogether(Array.from({ length: 5 }, () => ({ token })))
  expect(subgraphs.first.requests).toHaveLength(1)
  expect(subgraphs.second.requests).toHaveLength(1)
  expect(scores(answers).size).toBe(1)
  expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(5)
  for (const { headers, errors } of answers) {
    expect(errors).toBeUndefined()
    expect(headers.get('cache-control')).toBe('max-age=30, private')
    expect(headers.get('x-region')).toBe('north')
  }
})

test('their errors are told to each', async () => {
  subgraphs.scores.errors = [{ message: 'no', path: ['_entities', 0, 'score'] }]
  const answers = await askTogether([{}, {}, {}])
  expect(subgraphs.second.requests).toHaveLength(1)
  for (const { errors } of answers) expect(errors).toMatchObject([{ message: 'no', path: ['player', 'score'] }])
})

test('what one asks for beside the data is not told to another', async () => {
  const [plain, costed] = await askTogether([{}, { headers: { 'x-graphql-cost': '1' } }])
  expect(plain).not.toHaveProperty('extensions')
  expect(costed).toHaveProperty('extensions.cost')
})

test.each<[string, Asking, Asking]>([
  ['another viewer', {}, { headers: { authorization: 'TOKEN' } }],
  ['other variables', {}, { variables: { id: 'bob' } }],
  ['a header that a subgraph hears of', { headers: { 'x-tenant': 'a' } }, { headers: { 'x-tenant': 'b' } }],
  ['another user agent', { headers: { 'user-agent': 'a' } }, { headers: { 'user-agent': 'b' } }],
])('%s has an execution of its own', async (_, one, other) => {
  const token = await gateway.issuer.token({ userId: randomUUID() })
  if (other.headers?.['authorization'] !== undefined) other.headers['authorization'] = `Bearer ${token}`
  const answers = await askTogether([one, other])
  expect(subgraphs.first.requests).toHaveLength(2)
  expect(scores(answers).size).toBe(2)
})

test('whoever has written reads what was written: nobody joins a query from before', async () => {
  let release = () => {}
  subgraphs.names.held = new Promise(resolve => {
    release = resolve
  })
  const before = gateway.ask(query, { variables: { id: 'ann' } })
  await expect.poll(() => subgraphs.first.requests).toHaveLength(1)
  subgraphs.names.held = null
  await gateway.ask('mutation ($id: ID!) { rename(id: $id) { id } }', { variables: { id: 'ann' } })
  const after = await gateway.ask(query, { variables: { id: 'ann' } })
  expect(after.errors).toBeUndefined()
  release()
  expect(scores([await before, after]).size).toBe(2)
})

test('mutations are never shared', async () => {
  const rename = 'mutation ($id: ID!) { rename(id: $id) { score } }'
  const answers = await askTogether([{ query: rename }, { query: rename }])
  expect(subgraphs.first.requests).toHaveLength(2)
  expect(answers).toHaveLength(2)
})
