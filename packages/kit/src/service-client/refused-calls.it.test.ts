import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { createHttpServer, type HttpServer } from '../http/index.js'
import { createLogger } from '../logger/index.js'
import { createDatabase, type Database } from '../postgres/index.js'
import { createTestDatabase, manualClock, type TestDatabase } from '../testing/index.js'
import { createCallTokenSigner } from './call-token.js'
import { answerCall, createRefusedCallLog, defineCall, internalRoute, type RefusedCallLog } from './index.js'

const secret = 'a-secret-of-this-test-that-is-long-enough'
const logger = createLogger({ name: 'test', level: 'silent' })
const clock = manualClock('2026-11-21T08:00:00Z')
const pay = defineCall({
  callers: ['shop'],
  service: 'bank',
  operation: 'pay',
  input: z.object({ amount: z.number() }),
  output: z.object({ paid: z.number() }),
})

let testDatabase: TestDatabase
let database: Database
let log: RefusedCallLog
let server: HttpServer
let url: string
let paid: number
beforeAll(async () => {
  testDatabase = await createTestDatabase({ migrations: 'users' })
  database = createDatabase({ url: testDatabase.url, maxConnections: 3, applicationName: 'test', logger })
})
afterAll(async () => {
  await database.close()
  await testDatabase.close()
})
beforeEach(async () => {
  await database.primary.query('delete from refused_call')
  log = createRefusedCallLog({ pool: database.primary, logger })
  paid = 0
  const handlers = [
    answerCall(pay, async ({ amount }) => {
      paid += amount
      return { paid: amount }
    }),
  ]
  server = createHttpServer({
    routes: [internalRoute({ service: 'bank', secret, handlers, logger, clock, onRefused: log.record })],
    logger,
  })
  ;({ url } = await server.listen({ port: 0, host: '127.0.0.1' }))
})
afterEach(async () => {
  await server.close()
  await log.close()
})

const body = JSON.stringify({ amount: 5, cardNumber: '4111111111111111' })
const sign = createCallTokenSigner({ secret, clock })
const tokenFor = (operation: string, signed = body) =>
  sign({ caller: 'shop', service: 'bank', operation, body: signed })
const post = async (operation: string, token: string | null, sent = body) =>
  await fetch(`${url}/internal/${operation}`, {
    method: 'POST',
    body: sent,
    headers: {
      connection: 'close',
      'x-request-id': 'the-request',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
  })

interface Row {
  operation: string
  status: number
  reason: string
  caller: string | null
  times: number
}
const recorded = async () =>
  (await database.primary.query<Row>('select operation, status, reason, caller, times from refused_call order by id'))
    .rows

test('calls that are forged, replayed or malformed are recorded with what they were, and pay nothing', async () => {
  const token = tokenFor('pay')
  expect((await post('pay', token)).status).toBe(200)
  await post('pay', token)
  await post('pay', null)
  await post(
    'pay',
    createCallTokenSigner({ secret: `another-${secret}`, clock })({
      caller: 'shop',
      service: 'bank',
      operation: 'pay',
      body,
    }),
  )
  await post('pay', tokenFor('pay', '{'), '{')
  await post('pay', tokenFor('pay', '{"amount":"much"}'), '{"amount":"much"}')
  await post('steal', tokenFor('steal'))
  await log.close()
  expect(paid).toBe(5)
  const of = { operation: 'pay', times: 1 }
  expect(await recorded()).toEqual([
    { ...of, status: 401, caller: null, reason: 'the token was used before' },
    { ...of, status: 401, caller: null, reason: 'there is no token' },
    { ...of, status: 401, caller: null, reason: 'the signature is wrong' },
    { ...of, status: 400, caller: 'shop', reason: 'The body is not valid JSON' },
    { ...of, status: 400, caller: 'shop', reason: expect.stringContaining('expected number') },
    { ...of, status: 404, caller: 'shop', operation: 'steal', reason: 'There is no operation "steal"' },
  ])
})

test('a record has where the call came from and when, and neither its token nor its body', async () => {
  const forged = 'eyJ.a-forged-token.xyz'
  await post('pay', forged)
  await log.close()
  const { rows } = await database.primary.query<Record<string, unknown>>('select * from refused_call')
  expect(rows).toEqual([
    expect.objectContaining({ refused_at: clock.now(), remote_address: '127.0.0.1', request_id: 'the-request' }),
  ])
  const text = JSON.stringify(rows)
  for (const secretText of [forged, 'forged', secret, '4111111111111111']) expect(text).not.toContain(secretText)
})

test('the first is written at once, without waiting for the process to end', async () => {
  await post('pay', null)
  await vi.waitFor(async () => expect(await recorded()).toHaveLength(1), { timeout: 10_000, interval: 20 })
})

test('a flood is counted to the last call, and makes few rows', async () => {
  const call = (place: number) => ({
    at: clock.now(),
    operation: `pay\0-${'x'.repeat(1_000)}`,
    status: 401,
    reason: 'the signature is wrong',
    caller: null,
    remoteAddress: `10.0.${Math.floor(place / 250)}.${place % 250}`,
    requestId: 'r',
  })
  for (let place = 0; place < 10_000; place++) log.record(call(place))
  for (let repeat = 0; repeat < 1_000; repeat++) log.record(call(0))
  await log.close()
  const rows = await recorded()
  expect(rows).toHaveLength(100)
  expect(rows.reduce((total, { times }) => total + times, 0)).toBe(11_000)
  expect(rows[0]).toMatchObject({ times: 1_001, operation: `pay -${'x'.repeat(95)}` })
  expect(rows.find(({ status }) => status === 0)).toMatchObject({
    operation: '',
    reason: 'more kinds of refused calls than are told apart',
    times: 9_901,
  })
})

test('a database that is away costs records, not answers', async () => {
  const away = createDatabase({ url: testDatabase.url, maxConnections: 1, applicationName: 'test', logger })
  await away.close()
  const failing = createRefusedCallLog({ pool: away.primary, logger })
  const error = vi.spyOn(logger, 'error')
  failing.record({
    at: clock.now(),
    operation: 'pay',
    status: 401,
    reason: 'r',
    caller: null,
    remoteAddress: '',
    requestId: '',
  })
  await failing.close()
  expect(error).toHaveBeenCalledWith(expect.objectContaining({ calls: 1 }), 'refused calls could not be recorded')
})

test('what is older than thirty days, or over a hundred thousand rows, is deleted, and nothing else', async () => {
  await database.primary.query(
    `insert into refused_call (id, refused_at, operation, status, reason, remote_address, request_id, times)
     select id, case id when 900002 then $1::timestamptz - interval '31 days' else $1 end, 'o', 401, 'r', '', '', 1
     from unnest(array[800000, 800001, 900000, 900001, 900002]) as id`,
    [clock.now()],
  )
  await log.prune(clock.now())
  const { rows } = await database.primary.query<{ id: string }>('select id from refused_call order by id')
  expect(rows.map(({ id }) => id)).toEqual(['900000', '900001'])
})

test('no record can be changed', async () => {
  await post('pay', null)
  await log.close()
  await expect(database.primary.query(`update refused_call set reason = 'none'`)).rejects.toThrow(/append-only/)
  await expect(database.primary.query('truncate refused_call')).rejects.toThrow(/append-only/)
})
