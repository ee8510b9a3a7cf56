import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { logLine } from '@waystone/kit/log-line'
import { createLogger, hashUser } from '@waystone/kit/logger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findLines, logFiles } from '../src/operator/logs/find-lines.js'
import { startOverHttp, type Answer } from './over-http.js'
import { attributeOf, startSpanCollector, type Span } from './span-collector.js'

const FIRST_LIGHT = '62de89d3-e8da-4ddb-bb2b-9bde53551fe7'
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const CLIENT_SPAN = 'b7ad6b7169203331'
const REQUEST = 'request-of-the-pull'
const USER_KEY = 'a key of this test that is long enough'
const KEY_OF_PULL = 'an-idempotency-key'

const lines = new Map<string, string[]>()
let collector: Awaited<ReturnType<typeof startSpanCollector>>
let spans: readonly Span[]
let userId: string
let directory: string

/** @throws Error with the answer of a mutation that was refused. */
async function done(typename: string, asking: Promise<Answer>): Promise<void> {
  const answer = JSON.stringify(await asking)
  if (!answer.includes(`"__typename":"${typename}"`)) throw new Error(answer)
}

/** One pull, through the gateway to gacha, and from there to users; then all is closed, which sends the spans. */
beforeAll(async () => {
  collector = await startSpanCollector()
  const system = await startOverHttp({
    settings: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint },
    loggerOf: name => {
      const written: string[] = []
      lines.set(name, written)
      const destination = { write: (line: string) => void written.push(line) }
      return createLogger({ name, level: 'debug', userKey: USER_KEY, destination })
    },
  })
  const token = await system.aPlayer()
  const { data } = await system.ask('{ me { id } }', { token })
  userId = (data as { me: { id: string } }).me.id
  const buy = `mutation { buyCurrency(input: { packId: "diamonds-500", paymentMethod: "pm_ok", idempotencyKey: "buy" }) { __typename } }`
  await done('Purchase', system.ask(buy, { token }))
  const pull = `mutation Draw { pull(input: { bannerId: "${FIRST_LIGHT}", count: 1, idempotencyKey: "${KEY_OF_PULL}" }) { __typename } }`
  const headers = { traceparent: `00-${TRACE}-${CLIENT_SPAN}-01`, 'x-request-id': REQUEST }
  await done('Pull', system.ask(pull, { token, headers }))
  await system.close()
  await collector.close()
  spans = collector.spans().filter(({ traceId }) => traceId === TRACE)
  directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-logs-'))
  for (const [name, written] of lines) writeFileSync(path.join(directory, `${name}.log`), written.join(''))
}, 120_000)
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const childrenOf = (parent: Span | undefined) => spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId)
const named = (name: string) => spans.find(span => span.name === name)
const isStatement = (span: Span) => attributeOf(span, 'db.system.name') === 'postgresql'

describe('the trace of a request', () => {
  it('leads from the client through the gateway and a subgraph to its statements', () => {
    const root = named('mutation Draw')
    expect(root).toMatchObject({ service: 'waystone-gateway', parentSpanId: CLIENT_SPAN })
    const fetched = named('fetch gacha')
    expect(fetched).toMatchObject({ service: 'waystone-gateway', parentSpanId: root?.spanId })
    const answered = named('answer gacha')
    expect(answered).toMatchObject({ service: 'waystone-gacha', parentSpanId: fetched?.spanId })
    const statements = childrenOf(answered).filter(isStatement)
    expect(statements.length).toBeGreaterThan(2)
    for (const statement of statements) expect(attributeOf(statement, 'db.namespace')).toBe('gacha')
    expect(statements.map(({ name }) => name)).toContain('COMMIT')
    expect(statements.some(span => Number(attributeOf(span, 'db.response.returned_rows')) > 0)).toBe(true)
  })

  it('goes on into the service that the subgraph calls', () => {
    const called = spans.find(({ name, service }) => name === 'call users' && service === 'waystone-users')
    expect(called?.parentSpanId).toBe(named('answer gacha')?.spanId)
    expect(childrenOf(called).filter(isStatement).length).toBeGreaterThan(0)
  })

  it('holds no value of a statement or variable, and nobody’s id', () => {
    expect(spans.filter(isStatement).length).toBeGreaterThan(5)
    for (const value of [userId, KEY_OF_PULL, FIRST_LIGHT, '@example.com', 'pm_ok'])
      expect(collector.text()).not.toContain(value)
  })

  it('has no statements of jobs', () => {
    const orphans = collector.spans().filter(span => isStatement(span) && span.parentSpanId === undefined)
    expect(orphans).toEqual([])
  })
})

describe('the log lines', () => {
  it('of all processes have the form of the schema, and name no user', () => {
    expect([...lines.keys()].toSorted()).toEqual(
      ['characters', 'gacha', 'gateway', 'notifications', 'quests', 'social', 'users'].toSorted(),
    )
    for (const [name, written] of lines) {
      expect(written.length, name).toBeGreaterThan(0)
      for (const line of written) {
        expect(logLine.safeParse(JSON.parse(line)).error?.issues ?? [], line).toEqual([])
        expect(line).not.toContain(userId)
      }
    }
  })

  it('of one request are found in all processes, in order', async () => {
    const found = await findLines(logFiles(directory), { field: 'requestId', value: REQUEST })
    expect(found.lines.map(({ name, msg }) => [name, msg])).toEqual([
      ['gacha', 'request'],
      ['gateway', 'request'],
    ])
    for (const line of found.lines) expect(line).toMatchObject({ requestId: REQUEST, traceId: TRACE })
    expect(found.lines.at(-1)).toMatchObject({ operation: 'Draw', userHash: hashUser(userId, USER_KEY) })
  })

  it('of one trace are found in the services behind, too', async () => {
    const { lines: all } = await findLines(logFiles(directory), { field: 'traceId', value: TRACE })
    expect(new Set(all.map(({ name }) => name))).toEqual(new Set(['gateway', 'gacha', 'users']))
  })
})
