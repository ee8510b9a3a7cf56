import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

const named = (name: string) => ({
  name: 'users',
  typeDefs: 'type Query { instance: String }',
  resolvers: { Query: { instance: () => name } },
})

/** A change is seen within a quarter of a second; a busy machine may take longer. */
const SOON = { timeout: 10_000, interval: 10 }

let directory: string
let file: string
let subgraphs: TestSubgraph[]
let gateway: TestGateway
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'instances-'))
  file = join(directory, 'instances.json')
  subgraphs = [await startSubgraph(named('one')), await startSubgraph(named('two'))]
})
afterEach(async () => {
  await gateway.close()
  for (const subgraph of subgraphs) await subgraph.close()
  rmSync(directory, { recursive: true })
})

const baseUrls = () => subgraphs.map(({ url }) => url.replace(/\/graphql$/, ''))
const list = (...users: (string | undefined)[]) => writeFileSync(file, JSON.stringify({ users }))
const start = async (env: Record<string, string>) => {
  const supergraphSdl = composeSubgraphs([{ ...(subgraphs[0] as TestSubgraph), url: 'http://127.0.0.1:1/graphql' }])
  gateway = await startGateway({ supergraphSdl, env })
}
const askedOf = async () => (await gateway.ask('{ instance }')).data?.['instance']

test('instances that the watched file lists get queries as they come and go, and no query fails', async () => {
  const [one, two] = baseUrls()
  list(one)
  await start({ INSTANCES_FILE: file })
  const answers: unknown[] = []
  const stop = new AbortController()
  const clients = Array.from({ length: 4 }, async () => {
    while (!stop.signal.aborted) answers.push(await askedOf())
  })
  await expect.poll(() => answers.includes('one'), SOON).toBe(true)
  list(one, two)
  await expect.poll(() => answers.includes('two'), SOON).toBe(true)
  list(two)
  await expect.poll(() => answers.slice(-20).every(answer => answer === 'two'), SOON).toBe(true)
  list(one)
  await expect.poll(() => answers.at(-1), SOON).toBe('one')
  stop.abort()
  await Promise.all(clients)
  expect(answers.filter(answer => answer !== 'one' && answer !== 'two')).toEqual([])
})

test('a name that DNS knows stands for the instances at all of its addresses', async () => {
  await start({ USERS_URLS: `dns+http://localhost:${new URL(subgraphs[1]?.url ?? '').port}` })
  expect(await askedOf()).toBe('two')
})
