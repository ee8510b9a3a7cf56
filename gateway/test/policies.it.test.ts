import { randomUUID } from 'node:crypto'
import { createLogger } from '@waystone/kit/logger'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createGatewayApp } from '../src/app.js'
import { readConfig } from '../src/config.js'
import type { PolicyQuestion } from '../src/features/policies/policy-question.js'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'
import { sendDecisions, sendJson, startPolicyServer, type PolicyServer } from './policy-server.js'

const TOKEN = 'the-gateways-own-token'
const logged: string[] = []
const logger = createLogger({ name: 'test', level: 'trace', destination: { write: line => void logged.push(line) } })

let subgraph: TestSubgraph
let supergraphSdl: string
let policies: PolicyServer
let gateway: TestGateway
let token: string

beforeAll(async () => {
  subgraph = await startSubgraph({
    name: 'shop',
    typeDefs: `
      type Query {
        open: Int
        paid: Int @policy(policies: [["paid"]])
        either: Int @policy(policies: [["staff"], ["paid", "adult"]])
        mine: Int @authenticated
      }
      type Mutation { buy: Int @policy(policies: [["buyer"]]) }`,
    resolvers: { Query: { open: () => 1, paid: () => 2, either: () => 3, mine: () => 4 }, Mutation: { buy: () => 5 } },
  })
  policies = await startPolicyServer()
  supergraphSdl = composeSubgraphs([subgraph])
  gateway = await startGateway({
    supergraphSdl,
    env: { POLICY_URL: policies.url, POLICY_TOKEN: TOKEN, POLICY_TIMEOUT_MS: '20000' },
    parts: { logger },
  })
  token = await gateway.issuer.token({ userId: randomUUID() })
})
afterAll(async () => {
  await gateway.close()
  await Promise.all([policies.close(), subgraph.close()])
})
beforeEach(() => {
  subgraph.asked.length = 0
  policies.asked.length = 0
})
afterEach(() => policies.allowAll())

const codesOf = ({ errors = [] }: Awaited<ReturnType<TestGateway['ask']>>) =>
  errors.map(({ path, extensions }) => [path?.join('.'), extensions?.['code']])
const questions = () => policies.asked.map(({ body }) => body.policies)

describe('a service at POLICY_URL', () => {
  test('is asked once for all policies of an operation, in the name of its viewer', async () => {
    const userId = randomUUID()
    const sessionId = randomUUID()
    const own = await gateway.issuer.token({ userId, sessionId, scopes: ['x'] })
    const answer = await gateway.ask('{ a: paid b: paid either open }', {
      token: own,
      headers: { 'x-request-id': 'request-1' },
    })
    expect(answer.data).toEqual({ a: 2, b: 2, either: 3, open: 1 })
    expect(policies.asked).toMatchObject([
      {
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'x-request-id': 'request-1' },
        body: {
          version: 1,
          claims: { sub: userId, sid: sessionId, scopes: ['x'], exp: expect.any(Number), iat: expect.any(Number) },
          policies: ['adult', 'paid', 'staff'],
        },
      },
    ])
  })

  test('is asked again for the next operation, over the same connection', async () => {
    const before = policies.connections
    for (let count = 0; count < 3; count++) await gateway.ask('{ paid }', { token })
    expect(questions()).toEqual([['paid'], ['paid'], ['paid']])
    expect(policies.connections - before).toBeLessThanOrEqual(1)
  })

  test('is not asked about an operation that needs no policy, or is refused', async () => {
    await gateway.ask('{ open mine }', { token })
    await gateway.ask('{ open paid @skip(if: true) }', { token })
    expect((await gateway.ask('{ paid nothing }', { token })).status).toBe(400)
    expect((await gateway.ask(`{ ${'paid '.repeat(2_001)} }`, { token })).status).toBe(400)
    expect((await gateway.ask('{ paid }', { token: 'forged' })).status).toBe(401)
    expect(questions()).toEqual([])
  })

  test('hears of an anonymous request that it has no claims, and may allow it', async () => {
    expect((await gateway.ask('{ paid }')).data).toEqual({ paid: 2 })
    expect(policies.asked.map(({ body }) => body.claims)).toEqual([null])
    policies.answerWith((asked, response) => sendDecisions(asked, response, ['paid']))
    expect(codesOf(await gateway.ask('{ paid }'))).toEqual([['paid', 'UNAUTHENTICATED']])
  })

  test('denies: the field is null, no subgraph is asked for it, and a scope of that name opens nothing', async () => {
    policies.answerWith((asked, response) => sendDecisions(asked, response, ['paid', 'buyer']))
    const scoped = await gateway.issuer.token({ userId: randomUUID(), scopes: ['paid', 'buyer'] })
    const answer = await gateway.ask('{ open paid either }', { token: scoped })
    expect(answer.data).toEqual({ open: 1, paid: null, either: 3 })
    expect(codesOf(answer)).toEqual([['paid', 'FORBIDDEN']])
    expect((await gateway.ask('mutation { buy }', { token: scoped })).data).toEqual({ buy: null })
    expect(subgraph.asked.join()).not.toMatch(/paid|buy/)
  })

  test('may give null or leave a policy out: it is not fulfilled', async () => {
    policies.answerWith((_asked, response) => sendJson(response, { policies: { staff: null, paid: true } }))
    const answer = await gateway.ask('{ either paid }', { token })
    expect(answer.data).toEqual({ either: null, paid: 2 })
    expect(codesOf(answer)).toEqual([['either', 'FORBIDDEN']])
  })

  test('decides each of many operations that come at once for itself', async () => {
    policies.answerWith((asked, response) => sendDecisions(asked, response, asked.body.claims === null ? ['paid'] : []))
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, place) => gateway.ask('{ paid }', place % 2 === 0 ? { token } : {})),
    )
    expect(answers.map(({ data }) => data?.['paid'])).toEqual(
      Array.from({ length: 20 }, (_, place) => (place % 2 === 0 ? 2 : null)),
    )
    expect(policies.asked).toHaveLength(20)
  })

  test('is waited for: no subgraph is asked before it has answered', async () => {
    let answerNow: (() => void) | undefined
    policies.answerWith((asked, response) => {
      answerNow = () => sendDecisions(asked, response)
    })
    const pending = gateway.ask('{ open paid }', { token })
    await vi.waitFor(() => expect(answerNow).toBeDefined(), { timeout: 10_000 })
    expect(subgraph.asked).toEqual([])
    answerNow?.()
    expect((await pending).data).toEqual({ open: 1, paid: 2 })
  })

  test.each<[string, Parameters<PolicyServer['answerWith']>[0]]>([
    ['fails', (_asked, response) => void response.writeHead(500).end('{"policies":{"paid":true}}')],
    ['is not there at the moment', (_asked, response) => void response.writeHead(503).end()],
    ['breaks off', (_asked, response) => void response.destroy()],
    ['answers text that is not JSON', (_asked, response) => void response.end('{"policies":{"paid":true}')],
    ['answers something else', (_asked, response) => sendJson(response, { paid: true })],
    ['answers no decisions', (_asked, response) => sendJson(response, { policies: { paid: 'yes' } })],
    [
      'answers too much',
      (_asked, response) => sendJson(response, { policies: { paid: true }, more: 'x'.repeat(200_000) }),
    ],
  ])('that %s fulfils nothing, and the error says so; the next answer counts again', async (_how, answer) => {
    policies.answerWith(answer)
    const failed = await gateway.ask('{ open paid }', { token })
    expect(failed).toMatchObject({ status: 200, data: { open: 1, paid: null } })
    expect(codesOf(failed)).toEqual([['paid', 'POLICY_NOT_DECIDED']])
    expect(subgraph.asked.join()).not.toContain('paid')
    expect(policies.asked).toHaveLength(1)
    policies.allowAll()
    await vi.waitFor(async () => expect((await gateway.ask('{ paid }', { token })).data).toEqual({ paid: 2 }), {
      timeout: 10_000,
    })
  })

  test('that never answers is not waited for longer than POLICY_TIMEOUT_MS', async () => {
    const hasty = await startGateway({ supergraphSdl, env: { POLICY_URL: policies.url, POLICY_TIMEOUT_MS: '100' } })
    policies.answerWith(() => {})
    const answer = await hasty.ask('{ open paid }')
    expect(answer.data).toEqual({ open: 1, paid: null })
    expect(codesOf(answer)).toEqual([['paid', 'POLICY_NOT_DECIDED']])
    const metrics = await hasty.app.metrics.metrics()
    expect(metrics).toMatch(/waystone_gateway_policy_duration_seconds_count\{[^}]*outcome="timeout"[^}]*\} 1/)
    await hasty.close()
  })

  test('leaves no token, claim or decision in the log', () => {
    const text = logged.join('\n')
    expect(text).toContain('"reason":"invalid answer"')
    expect(text).not.toContain(TOKEN)
    expect(text).not.toContain(token)
    expect(text).not.toMatch(/"sub"|"claims"/)
  })
})

describe('a function', () => {
  test('is asked once for an operation, with the viewer, over the thin path as well', async () => {
    const asked: PolicyQuestion[] = []
    const own = await startGateway({
      supergraphSdl,
      parts: {
        decidePolicies: question => {
          asked.push(question)
          return { paid: question.viewer !== null }
        },
      },
    })
    const userId = randomUUID()
    const signedIn = await own.issuer.token({ userId })
    for (let count = 0; count < 3; count++)
      expect((await own.ask('{ paid }', { token: signedIn })).data).toEqual({ paid: 2 })
    expect((await own.ask('{ paid }')).data).toEqual({ paid: null })
    expect(asked.map(({ policies: names, viewer }) => [names, viewer?.userId])).toEqual([
      [['paid'], userId],
      [['paid'], userId],
      [['paid'], userId],
      [['paid'], undefined],
    ])
    await own.close()
  })

  test('beside POLICY_URL is refused', () => {
    const config = readConfig({ POLICY_URL: policies.url })
    expect(() => createGatewayApp(config, { logger, decidePolicies: () => ({}) })).toThrow(/POLICY_URL: /)
  })
})
