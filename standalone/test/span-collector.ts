import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A span as OTLP has it in JSON. */
export interface Span {
  readonly service: string
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly status: { readonly code?: number }
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[]
}

interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Span['attributes'] }
    readonly scopeSpans: readonly { readonly spans: readonly Omit<Span, 'service'>[] }[]
  }[]
}

/** Receives OTLP over HTTP, as a collector does. */
export interface SpanCollector {
  readonly endpoint: string
  spans(): readonly Span[]
  /** Everything received, as it came. */
  text(): string
  close(): Promise<void>
}

export async function startSpanCollector(): Promise<SpanCollector> {
  const received: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push(Buffer.concat(chunks).toString())
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => received.flatMap(text => spansOf(JSON.parse(text) as Exported)),
    text: () => received.join('\n'),
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

const spansOf = ({ resourceSpans }: Exported): Span[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(attributeOf(resource, 'service.name'))
    return scopeSpans.flatMap(({ spans }) => spans.map(span => ({ ...span, service })))
  })

export function attributeOf({ attributes }: Pick<Span, 'attributes'>, key: string): unknown {
  const value = attributes.find(attribute => attribute.key === key)?.value ?? {}
  return Object.values(value)[0]
}
