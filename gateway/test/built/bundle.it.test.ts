import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createEpoch } from '@waystone/federation/source/epoch/epoch'
import { composeSubgraphs } from '../harness.js'

const dist = path.join(path.dirname(path.dirname(import.meta.dirname)), 'dist')
const read = (file: string) => readFileSync(path.join(dist, file), 'utf8')
/** The chunks that a file imports, and those that they import in turn. */
function chunksOf(file: string, known = new Set<string>()): string[] {
  for (const [, chunk = ''] of read(file).matchAll(/from "\.\/(chunk-[^"]+)"/g)) {
    if (known.has(chunk)) continue
    known.add(chunk)
    chunksOf(chunk, known)
  }
  return [...known]
}

describe('the bundle of the gateway', () => {
  it('holds no module of graphql and of the packages of Apollo, which are loaded beside it', () => {
    const chunks = readdirSync(dist).filter(name => name.startsWith('chunk-') && name.endsWith('.js'))
    const holding = ['main.js', 'parts.js', ...chunks].filter(file =>
      /^\/\/ (.*\/)?node_modules\/(graphql|@apollo)\//m.test(read(file)),
    )
    expect(chunks).not.toEqual([])
    expect(holding).toEqual([])
  })

  it('is what these tests run: main.js loads nothing that they do not load', () => {
    expect(chunksOf('main.js')).not.toEqual([])
    expect(chunksOf('parts.js')).toEqual(expect.arrayContaining(chunksOf('main.js')))
    let thrown: unknown
    try {
      createEpoch('type Query { hello: String }')
    } catch (error) {
      thrown = error
    }
    expect((thrown as Error).stack).toContain(path.join(dist, 'chunk-'))
  })

  it('has the one graphql that others have', () => {
    const subgraph = { name: 'a', url: 'http://127.0.0.1:1/graphql', sdl: 'type Query { hello: String }' }
    expect(isSchema(createEpoch(composeSubgraphs([subgraph])).schema)).toBe(true)
  })

  it('serves the supergraph of Waystone when nothing else is said', async () => {
    const gateway = spawn(process.execPath, [path.join(dist, 'main.js')], {
      env: { SERVICE_PORT: '0', AUTH: 'off' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [gateway.stdout, gateway.stderr])
      stream.on('data', (text: Buffer) => (said += text.toString()))
    const exited = once(gateway, 'exit')
    const isOver = () => said.includes('gateway serves') || gateway.exitCode !== null
    await expect.poll(isOver, { timeout: 20_000 }).toBe(true)
    gateway.kill()
    if (gateway.exitCode === null) await exited
    expect(said).toContain('gateway serves')
  })

  it.each([
    [{ LOG_LEVEL: 'loud' }, /^The configuration has 1 problem\(s\):\n {2}- LOG_LEVEL: .*\n$/],
    [{ SUPERGRAPH: 'missing.graphql' }, /^The supergraph cannot be had from the file .*missing\.graphql.*\n$/],
  ])('says what is wrong with %o, without a stack', async (env, expected) => {
    const gateway = spawn(process.execPath, [path.join(dist, 'main.js')], {
      env: { SERVICE_PORT: '0', AUTH: 'off', LOG_LEVEL: 'silent', ...env },
      stdio: ['ignore', 'inherit', 'pipe'],
    })
    let said = ''
    gateway.stderr.on('data', (text: Buffer) => (said += text.toString()))
    const [code] = (await once(gateway, 'close')) as [number | null]
    expect(said).toMatch(expected)
    expect(code).toBe(1)
  })
})
