import { spawn } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLogger } from '@waystone/kit/logger'
import { afterEach, expect, test, vi } from 'vitest'
import { createGatewayApp } from '../src/app.js'
import { readConfig } from '../src/config.js'
import { composeSubgraphs, post, startGateway, startSubgraph } from './harness.js'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const opened: { close(): Promise<void> }[] = []
const keep = <T extends { close(): Promise<void> }>(thing: T): T => {
  opened.push(thing)
  return thing
}
afterEach(async () => {
  for (const thing of opened.splice(0).toReversed()) await thing.close()
})

const typeDefs = (fields: string) => `type Query { ${fields} }`
const slow = () => new Promise(resolve => setTimeout(resolve, 40, 'slow'))

test('a changed supergraph file takes over without dropping a request', async () => {
  const subgraph = keep(
    await startSubgraph({
      name: 'a',
      typeDefs: typeDefs('old: String kept: String new: String'),
      resolvers: { Query: { kept: slow, old: () => 'old', new: () => 'new' } },
    }),
  )
  const sdl = (fields: string) =>
    composeSubgraphs([
      { ...subgraph, sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5")\n${typeDefs(fields)}` },
    ])
  const gateway = keep(await startGateway({ supergraphSdl: sdl('old: String kept: String') }))
  expect((await gateway.ask('{ new }')).status).toBe(400)

  const reload = { done: false }
  const statuses: number[] = []
  const load = async () => {
    while (!reload.done) statuses.push((await gateway.ask('{ kept }')).status)
  }
  const clients = [load(), load(), load()]
  const before = gateway.app.epochs.current()?.id
  await writeFile(gateway.supergraphFile, sdl('kept: String new: String'))
  await vi.waitFor(() => expect(gateway.app.epochs.current()?.id).not.toBe(before), { timeout: 10_000 })
  reload.done = true
  await Promise.all(clients)
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect((await gateway.ask('{ new }')).data).toEqual({ new: 'new' })
  expect((await gateway.ask('{ old }')).status).toBe(400)
})

test('a supergraph that cannot be served keeps the old one, and the log says why', async () => {
  const subgraph = keep(
    await startSubgraph({ name: 'a', typeDefs: typeDefs('here: Int'), resolvers: { Query: { here: () => 1 } } }),
  )
  const logger = createLogger({ name: 'test', level: 'silent' })
  const error = vi.spyOn(logger, 'error')
  const gateway = keep(await startGateway({ supergraphSdl: composeSubgraphs([subgraph]), parts: { logger } }))
  await writeFile(gateway.supergraphFile, 'type Query {')
  await vi.waitFor(() => expect(error).toHaveBeenCalled(), { timeout: 10_000 })
  expect(error.mock.calls[0]).toMatchObject([
    { err: { message: expect.stringContaining('Syntax Error') } },
    'the new supergraph cannot be served; the old one stays',
  ])
  expect((await gateway.ask('{ here }')).data).toEqual({ here: 1 })
  expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain(
    'loads_total{outcome="turned_down",service="gateway"} 1',
  )
})

test('subgraphs can be introspected, composed, and polled for changes', async () => {
  const introspect = async (fields: string, port = 0) =>
    await startSubgraph({ name: 'a', typeDefs: typeDefs(fields), resolvers: { Query: { one: () => 1 } }, port })
  const first = await introspect('one: Int')
  const port = Number(new URL(first.url).port)
  const config = readConfig({
    SERVICE_PORT: '0',
    LOG_LEVEL: 'silent',
    AUTH: 'off',
    SUPERGRAPH: 'introspect',
    SUBGRAPHS: `a=${first.url}`,
    SUPERGRAPH_POLL_MS: '50',
  })
  const app = keep(createGatewayApp(config))
  const { url } = await app.start()
  expect((await post(`${url}/graphql`, '{"query":"{ one }"}')).data).toEqual({ one: 1 })

  const before = app.epochs.current()?.id
  await first.close()
  keep(await introspect('one: Int two: Int', port))
  await vi.waitFor(() => expect(app.epochs.current()?.id).not.toBe(before), { timeout: 10_000 })
  expect((await post(`${url}/graphql`, '{"query":"{ two }"}')).data).toEqual({ two: null })
})

test('any supergraph is served by its routing URLs: a file and a port are enough', async () => {
  const subgraph = keep(
    await startSubgraph({
      name: 'theirs',
      typeDefs: 'type Query { theirs(of: Int): String secret: String @authenticated }',
      resolvers: { Query: { theirs: (_: unknown, { of }: { of: number }) => `value ${of}`, secret: () => 'secret' } },
    }),
  )
  const file = join(await mkdtemp(join(tmpdir(), 'gateway-')), 'theirs.graphql')
  await writeFile(file, composeSubgraphs([subgraph]))
  const child = spawn(process.execPath, ['--conditions=waystone-source', '--import', 'tsx', main], {
    env: { PATH: process.env['PATH'], SUPERGRAPH: file, SERVICE_PORT: '0' },
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const found = /"url":"(http:[^"]+)"/.exec(output)
      if (found?.[1] !== undefined) resolve(found[1])
    })
    child.once('close', code => reject(new Error(`ended with ${code}: ${output}`)))
  })
  expect((await post(url, '{"query":"{ theirs(of: 3) }"}')).data).toEqual({ theirs: 'value 3' })
  // The gateway cannot verify tokens: every client is anonymous, and the token is forwarded to the subgraph.
  const guarded = await post(url, '{"query":"{ theirs secret }"}', { authorization: 'Bearer of-their-own' })
  expect(guarded.data).toEqual({ theirs: 'value undefined', secret: null })
  expect(guarded.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  expect(subgraph.requests.at(-1)?.headers.get('authorization')).toBe('Bearer of-their-own')
  child.kill()
  await new Promise(resolve => child.once('close', resolve))
})

test.each([
  ['is not there', null, /cannot be had from the file .*ENOENT/],
  ['does not parse', 'type Query {', /cannot be served: Syntax Error/],
  ['is no supergraph', 'type Query { a: Int }', /cannot be served: .*supergraph/i],
  [
    'needs a feature that this gateway lacks',
    `schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
       @link(url: "https://example.org/magic/v1.0", for: EXECUTION) { query: Query }
     directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
     directive @join__graph(name: String!, url: String!) on ENUM_VALUE
     scalar link__Import
     enum link__Purpose { SECURITY EXECUTION }
     scalar join__FieldSet
     enum join__Graph { A @join__graph(name: "a", url: "http://127.0.0.1:1") }
     type Query { a: Int }`,
    /cannot be served: .*magic/s,
  ],
])('a supergraph that %s ends the start with 1 and a message that says so', async (_, supergraph, message) => {
  const file = join(await mkdtemp(join(tmpdir(), 'gateway-')), 'supergraph.graphql')
  if (supergraph !== null) await writeFile(file, supergraph)
  const { code, stderr } = await runMain({ SUPERGRAPH: file, SERVICE_PORT: '0', AUTH: 'off', LOG_LEVEL: 'fatal' })
  expect(stderr).toMatch(message)
  expect(stderr).not.toContain('    at ')
  expect(code).toBe(1)
})

async function runMain(env: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, ['--conditions=waystone-source', '--import', 'tsx', main], {
    env: { ...process.env, ...env },
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  return { code, stderr }
}
