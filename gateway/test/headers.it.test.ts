import { randomUUID } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startEntitySubgraphs } from './entity-subgraphs.js'
import { startGateway, type TestGateway } from './harness.js'

let subgraphs: Awaited<ReturnType<typeof startEntitySubgraphs>>
let gateway: TestGateway
let directory: string
const startWith = async (rules: unknown) => {
  const path = join(directory, `${randomUUID()}.json`)
  await writeFile(path, typeof rules === 'string' ? rules : JSON.stringify(rules))
  return await startGateway({ supergraphSdl: subgraphs.supergraphSdl, env: { HEADERS: path } })
}
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headers-'))
  subgraphs = await startEntitySubgraphs()
  gateway = await startWith({
    request: [
      { name: 'X-Tenant', default: 'none' },
      { name: 'x-flag', as: 'x-feature', subgraphs: ['scores'] },
    ],
    response: [
      { name: 'x-first' },
      { name: 'x-last', merge: 'last' },
      { name: 'x-all', as: 'x-both', merge: 'append' },
      { name: 'x-own', subgraphs: ['scores'] },
    ],
  })
})
afterEach(() => subgraphs.reset())
afterAll(async () => {
  await gateway.close()
  await subgraphs.close()
})

const query = 'query ($id: ID!) { player(id: $id) { score } }'
const ask = (headers: Record<string, string> = {}) => gateway.ask(query, { variables: { id: 'ann' }, headers })
const heard = (subgraph: 'first' | 'second') =>
  subgraphs[subgraph].requests.at(-1)?.headers ?? new Map<string, string>()

describe('to subgraphs', () => {
  test('a client’s header goes where it is named for, under the name it has there', async () => {
    await ask({ 'x-tenant': 'acme', 'x-flag': 'on' })
    expect(heard('first').get('x-tenant')).toBe('acme')
    expect(heard('second').get('x-tenant')).toBe('acme')
    expect(heard('second').get('x-feature')).toBe('on')
    expect(heard('first').has('x-feature')).toBe(false)
  })

  test('a default stands in for one that is missing; without one nothing is sent', async () => {
    await ask()
    expect(heard('first').get('x-tenant')).toBe('none')
    expect(heard('second').has('x-feature')).toBe(false)
  })

  test('nothing else of a client gets through', async () => {
    await ask({ 'x-other': '1', cookie: 'a=b', 'x-client-address': '192.0.2.1' })
    expect(heard('first').has('x-other')).toBe(false)
    expect(heard('first').has('cookie')).toBe(false)
    expect(heard('first').get('x-client-address')).not.toBe('192.0.2.1')
  })
})

describe('back to the client', () => {
  test('headers of several answers are merged as their rule says', async () => {
    subgraphs.names.headers = { 'x-first': 'a', 'x-last': 'a', 'x-all': 'a', 'x-own': 'a' }
    subgraphs.scores.headers = { 'x-first': 'b', 'x-last': 'b', 'x-all': 'b', 'x-own': 'b' }
    const { headers } = await ask()
    expect(headers.get('x-first')).toBe('a')
    expect(headers.get('x-last')).toBe('b')
    expect(headers.get('x-both')).toBe('a, b')
    expect(headers.get('x-own')).toBe('b')
  })

  test('no other header of a subgraph gets through, and one request’s are not the next one’s', async () => {
    subgraphs.names.headers = { 'x-first': 'a', 'x-secret': 'a', 'set-cookie': 'a=b' }
    const { headers } = await ask()
    expect(headers.has('x-secret')).toBe(false)
    expect(headers.has('set-cookie')).toBe(false)
    subgraphs.names.headers = {}
    expect((await ask()).headers.has('x-first')).toBe(false)
  })
})

test.each([
  ['authorization', 'request'],
  ['cookie', 'request'],
  ['connection', 'request'],
  ['x-forwarded-for', 'request'],
  ['X-Client-Address', 'request'],
  ['host', 'request'],
  ['set-cookie', 'response'],
  ['transfer-encoding', 'response'],
  ['access-control-allow-origin', 'response'],
])('a rule for "%s" stops the start', async (name, direction) => {
  await expect(startWith({ [direction]: [{ name }] })).rejects.toThrow(/HEADERS.*is never propagated/)
  await expect(startWith({ [direction]: [{ name: 'x-a', as: name }] })).rejects.toThrow(/HEADERS.*is never propagated/)
})

test('so do rules that are no rules', async () => {
  await expect(startWith('{')).rejects.toThrow(/HEADERS: .* cannot be used/)
  await expect(startWith({ request: [{ name: 'x a' }] })).rejects.toThrow('is no name of a header')
  await expect(startWith({ request: [{ name: 'x-a', default: 'a\nb' }] })).rejects.toThrow('is no value of a header')
  await expect(startWith({ requests: [] })).rejects.toThrow(/HEADERS/)
})
