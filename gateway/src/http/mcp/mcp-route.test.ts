import { createHash } from 'node:crypto'
import { RequestFault } from '@waystone/kit/errors'
import type { HttpRequest } from '@waystone/kit/http'
import { createLogger } from '@waystone/kit/logger'
import { buildSchema } from 'graphql'
import { beforeEach, expect, test, vi } from 'vitest'
import { parseTrustedManifest } from '../../features/trusted-documents/trusted-manifest.js'
import type { AdmitRequest } from '../../requests/gateway-context.js'
import { createOwnTexts, type AskTextAs } from '../own-requests.js'
import { mcpRoutes } from './mcp-route.js'

const schema = buildSchema('scalar Big type Query { hello(n: Big): Int }')
const documents = parseTrustedManifest(JSON.stringify({ hello: 'query Hello($n: Big) { hello(n: $n) }' }), text =>
  createHash('sha256').update(text).digest('hex'),
)
const logger = createLogger({ name: 'test', level: 'silent' })
const error = vi.spyOn(logger, 'error')
beforeEach(() => error.mockClear())

const answered: AskTextAs = () =>
  Promise.resolve({ status: 200, headers: {}, text: '{"data":{"hello":1}}', hasErrors: false })
const never: AskTextAs = () => new Promise(() => {})

interface Given {
  readonly askAs?: AskTextAs
  readonly admit?: AdmitRequest
  readonly hasEpoch?: boolean
  readonly answerMaxMs?: number
}

async function send(body: string, { hasEpoch = true, ...given }: Given = {}, headers: Record<string, string> = {}) {
  const [route] = mcpRoutes({
    askAs: answered,
    documents: () => documents,
    epochs: { current: () => (hasEpoch ? { id: 'e', schema } : null) },
    trust: { verifier: null, proxies: 0 },
    isAllowedOrigin: origin => origin === 'https://allowed.example',
    limits: { depth: 32, values: 1_000 },
    logger,
    ...given,
  })
  if (route === undefined) throw new Error('Expected the route')
  const request: HttpRequest = {
    method: 'POST',
    path: '/mcp',
    search: '',
    headers: new Map(
      Object.entries({
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      }),
    ),
    body: Buffer.from(body),
    remoteAddress: '192.0.2.1',
    requestId: 'r-1',
  }
  const { status, body: text } = await route.handle(request)
  if (typeof text !== 'string') throw new Error('Expected a text')
  return { status, text }
}

const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'Hello', arguments: {} } }
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
const callWith = (given: string) => JSON.stringify(call).replace('"arguments":{}', `"arguments":${given}`)

test('a batch is refused, also one that cancels its own call', async () => {
  const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }
  const { status, text } = await send(JSON.stringify([call, cancelled]), { askAs: never })
  expect(status).toBe(400)
  expect(JSON.parse(text)).toMatchObject({ id: null, error: { code: -32_600 } })
})

test('a call without an answer ends when its time is over', async () => {
  const { status, text } = await send(JSON.stringify(call), { askAs: never, answerMaxMs: 1 })
  expect(status).toBe(504)
  expect(JSON.parse(text)).toMatchObject({ error: { code: -32_603 } })
})

test('each request is admitted once, the list too, and a call is not counted again', async () => {
  const admit = vi.fn<AdmitRequest>()
  const askAs = vi.fn(answered)
  await send(JSON.stringify(list), { admit, askAs })
  expect(admit.mock.calls).toEqual([[{ viewer: null, remoteAddress: '192.0.2.1' }]])
  await send(JSON.stringify(call), { admit, askAs })
  expect(admit).toHaveBeenCalledTimes(2)
  expect(askAs.mock.calls.map(([, , options]) => options)).toEqual([{ isContinued: true }])
  const refuse = () => Promise.reject(new RequestFault('TOO_MANY_REQUESTS', 'Later'))
  await expect(send(JSON.stringify(list), { admit: refuse })).rejects.toThrow('Later')
})

test('a bug is masked, and logged once with the id of the request', async () => {
  const bug = new Error('swordfish')
  const { text } = await send(JSON.stringify(call), { askAs: () => Promise.reject(bug) })
  expect(text).toContain('Internal server error')
  expect(text).not.toContain('swordfish')
  expect(error.mock.calls).toEqual([[{ err: bug, requestId: 'r-1' }, expect.any(String)]])
})

test.each([
  ['a list', `{"n":${'['.repeat(6_000)}${']'.repeat(6_000)}}`],
  ['a value of __proto__', `{"__proto__":${'['.repeat(6_000)}${']'.repeat(6_000)},"n":12345678901234567890}`],
])('arguments that are too deep are a fault of the client: %s', async (_, given) => {
  const askAs = vi.fn(answered)
  const { text } = await send(callWith(given), { askAs })
  expect(text).toContain('at most 32 are allowed')
  expect(askAs).not.toHaveBeenCalled()
  expect(error).not.toHaveBeenCalled()
})

test('a gateway without a supergraph is unavailable, which is no bug', async () => {
  const sent = send(JSON.stringify(list), { hasEpoch: false })
  await expect(sent).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  expect(error).not.toHaveBeenCalled()
})

test('a page calls tools only from an allowed origin, even one that is named as the host', async () => {
  const from = async (origin: string) =>
    (await send(JSON.stringify(list), {}, { origin, host: 'rebound.example:4000' })).status
  expect(await from('http://rebound.example:4000')).toBe(403)
  expect(await from('null')).toBe(403)
  expect(await from('https://allowed.example')).toBe(200)
})

test('numbers in arguments keep every digit, and every name its value', async () => {
  const bodies: string[] = []
  const askAs = createOwnTexts({
    handle: ({ body }) => {
      bodies.push(body.toString('utf8'))
      return Promise.resolve({ status: 200, body: '{"errors":[{"message":"no"}],"data":null}\n' })
    },
  })
  const { text } = await send(callWith('{"n":12345678901234567890,"__proto__":1}'), { askAs })
  expect(bodies).toEqual(['{"documentId":"hello","variables":{"n":12345678901234567890,"__proto__":1}}'])
  expect(text).toContain('"isError":true')
})
