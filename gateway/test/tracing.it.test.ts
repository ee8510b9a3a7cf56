import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseTraceparent } from '@waystone/kit/tracing'
import { startEntitySubgraphs } from './entity-subgraphs.js'
import { startGateway } from './harness.js'

interface ExportedSpan {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly kind: number
  readonly status: { readonly code?: number }
  readonly attributes: readonly { readonly key: string; readonly value: unknown }[]
}

let subgraphs: Awaited<ReturnType<typeof startEntitySubgraphs>>
let collector: Server
let endpoint: string
/** Requests that the collector received, unparsed. */
let received: { path: string; text: string }[] = []
beforeAll(async () => {
  subgraphs = await startEntitySubgraphs()
  collector = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ path: request.url ?? '', text: Buffer.concat(chunks).toString() })
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    })
  })
  await new Promise<void>(resolve => collector.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
})
beforeEach(() => {
  received = []
  subgraphs.reset()
})
afterAll(async () => {
  await subgraphs.close()
  await new Promise(resolve => collector.close(resolve))
})

const spans = (): ExportedSpan[] =>
  received.flatMap(({ text }) =>
    (JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: ExportedSpan[] }[] }[] }).resourceSpans.flatMap(
      ({ scopeSpans }) => scopeSpans.flatMap(scope => scope.spans),
    ),
  )
const query = 'query Score($id: ID!) { player(id: $id) { score } }'
const ask = async (env: Record<string, string>, operation: string, headers: Record<string, string> = {}) => {
  const gateway = await startGateway({ supergraphSdl: subgraphs.supergraphSdl, env })
  const answer = await gateway.ask(operation, { variables: { id: 'the-secret' }, headers })
  // Closing sends what waits.
  await gateway.close()
  return answer
}
const incoming = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

test('a request, its planning and its fetches are spans of the client’s trace', async () => {
  await ask({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, query, { traceparent: incoming })
  expect(received.map(({ path }) => path)).toEqual(['/v1/traces'])
  const all = spans()
  const named = (name: string) => all.find(span => span.name === name)
  expect(all.map(({ name }) => name).toSorted()).toEqual(['fetch names', 'fetch scores', 'plan', 'query Score'])
  expect(new Set(all.map(({ traceId }) => traceId))).toEqual(new Set(['0af7651916cd43dd8448eb211c80319c']))
  const root = named('query Score')
  expect(root?.parentSpanId).toBe('b7ad6b7169203331')
  for (const name of ['plan', 'fetch names', 'fetch scores']) expect(named(name)?.parentSpanId).toBe(root?.spanId)
  expect(Object.fromEntries((root?.attributes ?? []).map(({ key, value }) => [key, value]))).toMatchObject({
    'graphql.operation.name': { stringValue: 'Score' },
    'graphql.operation.type': { stringValue: 'query' },
    'http.response.status_code': { intValue: 200 },
  })
})

test('each subgraph is told of the span that asks it', async () => {
  await ask({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, query, { traceparent: incoming })
  for (const [subgraph, name] of [
    ['first', 'names'],
    ['second', 'scores'],
  ] as const) {
    const sent = parseTraceparent(subgraphs[subgraph].requests.at(-1)?.headers.get('traceparent'))
    const span = spans().find(found => found.name === `fetch ${name}`)
    expect(sent).toMatchObject({ traceId: span?.traceId, spanId: span?.spanId, traceFlags: 1 })
  }
})

test('no span holds variables, tokens or documents', async () => {
  await ask({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, AUTH: 'off' }, query, { authorization: 'Bearer a-token' })
  const sent = received.map(({ text }) => text).join()
  expect(spans().length).toBeGreaterThan(0)
  expect(sent).not.toMatch(/the-secret|a-token|player\(/)
})

test('what fails is marked, and a request that is refused has its span', async () => {
  subgraphs.scores.errors = [{ message: 'no', path: ['_entities', 0, 'score'] }]
  await ask({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, query)
  expect(spans().find(({ name }) => name === 'fetch scores')?.status.code).toBe(2)
  received = []
  await ask({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, '{ nowhere }')
  expect(spans()).toMatchObject([{ name: 'graphql', status: { code: 2 } }])
})

test('a trace that its client does not sample is not sent, and goes on unsampled', async () => {
  await ask({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, query, { traceparent: incoming.replace(/01$/, '00') })
  expect(received).toEqual([])
  expect(subgraphs.first.requests.at(-1)?.headers.get('traceparent')).toMatch(
    /^00-0af7651916cd43dd8448eb211c80319c-.*-00$/,
  )
})

test('without a collector nothing is traced, and no subgraph is told of a trace', async () => {
  await ask({}, query, { traceparent: incoming })
  expect(received).toEqual([])
  expect(subgraphs.first.requests.at(-1)?.headers.has('traceparent')).toBe(false)
})

test('a collector that is away delays no answer', async () => {
  const answer = await ask({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, query)
  expect(answer.status).toBe(200)
})

describe('a traceparent', () => {
  test.each([
    undefined,
    '',
    'nonsense',
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
    'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01',
  ])('%s is ignored', header => expect(parseTraceparent(header)).toBeUndefined())

  test('of a later version is read as far as it is known', () => {
    expect(parseTraceparent('01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03-more')).toMatchObject({
      traceFlags: 1,
    })
  })
})
