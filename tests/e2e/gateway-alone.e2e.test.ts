import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { blocksOf } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../free-port.js'
import { clientOf } from './client.js'

const root = path.dirname(path.dirname(import.meta.dirname))
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: { gateway: string }
}

/** Another service than any of Waystone's. */
const supergraph = (url: string) => `
schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }
directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
scalar join__FieldSet
enum join__Graph { GREETER @join__graph(name: "greeter", url: "${url}") }
scalar link__Import
enum link__Purpose { SECURITY EXECUTION }
type Query @join__type(graph: GREETER) { hello: String }
`

/**
 * The command that docs/gateway.md begins with, as the script that npm runs: npm itself would say nothing of
 * how it ended.
 */
function runGateway({ file, port }: { file: string; port: number }) {
  const [printed] = blocksOf('docs/gateway.md')
  const [, supergraphName = '', portName = ''] =
    /^(\w+)=<file> (\w+)=4000 npm run gateway\n$/.exec(printed?.text ?? '') ?? []
  const settings = { [supergraphName]: file, [portName]: String(port) }
  const [node, ...command] = scripts.gateway.split(' ')
  if (node !== 'node') throw new Error(`Expected a script of node, not "${scripts.gateway}"`)
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  const ended = once(child, 'exit') as Promise<[number | null]>
  return {
    said: () => said,
    ended: ended.then(([code]) => code),
    interrupt: () => child.kill('SIGINT'),
  }
}

describe('npm run gateway', () => {
  let directory: string
  let greeter: Server
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'waystone-gateway-'))
    greeter = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end('{"data":{"hello":"wanderer"}}')
    }).listen(0, '127.0.0.1')
    await once(greeter, 'listening')
  })
  afterAll(async () => {
    greeter.close()
    await rm(directory, { recursive: true, force: true })
  })

  it('serves any supergraph by its routing URLs, with nothing but a file and a port, and stops cleanly', async () => {
    const file = path.join(directory, 'supergraph.graphql')
    await writeFile(file, supergraph(`http://127.0.0.1:${(greeter.address() as AddressInfo).port}/graphql`))
    const port = await freePort()
    const gateway = runGateway({ file, port })
    await expect.poll(gateway.said, { timeout: 60_000 }).toContain('gateway serves')
    expect(await clientOf(`http://127.0.0.1:${port}`).data('{ hello }')).toEqual({ hello: 'wanderer' })
    gateway.interrupt()
    expect(await gateway.ended).toBe(0)
  })

  it('says what is wrong with a file that is no supergraph, and ends with 1', async () => {
    const file = path.join(directory, 'no-supergraph.graphql')
    await writeFile(file, 'type Query { hello: String }')
    const gateway = runGateway({ file, port: await freePort() })
    expect(await gateway.ended).toBe(1)
    expect(gateway.said()).toContain('no-supergraph.graphql')
  })
})
