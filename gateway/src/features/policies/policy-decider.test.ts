import type { Viewer } from '@waystone/kit/auth'
import { monotonicStopwatch } from '@waystone/kit/clock'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { manualClock } from '@waystone/kit/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDecisionCache } from './decision-cache.js'
import { createPolicyDecider } from './policy-decider.js'
import type { DecidePolicies, PolicyAnswer, PolicyQuestion } from './policy-question.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const viewer: Viewer = { userId: 'user-u', sessionId: 's', scopes: ['a'], issuedAtMs: 0, expiresAtMs: 60_000 }
const question = (...policies: string[]): PolicyQuestion => ({ policies, viewer, requestId: 'r' })
const TIMEOUT_MS = 1_000

function decider(decide: DecidePolicies, keptMs = 0) {
  const lines: { level: number; msg: string; reason?: string; requestId?: string }[] = []
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) }
  const metrics = createMetrics({ service: 'test' })
  const clock = manualClock()
  return {
    lines,
    clock,
    decide: createPolicyDecider({
      decide,
      timeoutMs: TIMEOUT_MS,
      cache: keptMs === 0 ? null : createDecisionCache({ keptMs, clock }),
      logger: createLogger({ name: 'test', level: 'info', destination }),
      metrics,
      stopwatch: monotonicStopwatch,
    }),
    outcomes: async () => {
      const counts = (await metrics.metrics()).matchAll(/policy_duration_seconds_count\{(.*)\} (\d+)/g)
      return Object.fromEntries(
        [...counts].map(([, labels = '', count]) => [/outcome="([^"]*)"/.exec(labels)?.[1], Number(count)]),
      )
    },
  }
}

/** A function that allows everything, and the policies that it was asked about. */
function allowing() {
  const asked: string[][] = []
  const decide: DecidePolicies = async ({ policies }) => {
    asked.push([...policies])
    return Object.fromEntries(policies.map(policy => [policy, true]))
  }
  return { asked, decide }
}

describe('an answer', () => {
  test('decides each policy that was asked for: one that is false, null or missing is not fulfilled', async () => {
    const { decide, outcomes } = decider(() => ({ a: true, b: false, c: null, more: true }))
    expect([...(await decide(question('a', 'b', 'c', 'd')))]).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
      ['d', false],
    ])
    expect(await outcomes()).toEqual({ decided: 1 })
  })

  test('is not taken from what every object inherits', async () => {
    const { decide } = decider(() => ({}))
    expect([...(await decide(question('constructor', 'toString')))]).toEqual([
      ['constructor', false],
      ['toString', false],
    ])
  })

  test.each<[string, unknown]>([
    ['a list', [true]],
    ['null', null],
    ['a text', 'true'],
    ['an object whose decision is a text', { a: 'true' }],
    ['an object whose decision is a number', { a: 1 }],
  ])('that is %s decides nothing', async (_what, answer) => {
    const { decide, outcomes, lines } = decider(() => answer as PolicyAnswer)
    expect((await decide(question('a', 'b'))).size).toBe(0)
    expect(await outcomes()).toEqual({ 'invalid answer': 1 })
    expect(lines).toMatchObject([{ reason: 'invalid answer', requestId: 'r' }])
  })
})

describe('a failure', () => {
  test('decides nothing, and is logged without the viewer', async () => {
    const { decide, outcomes, lines } = decider(() => Promise.reject(new Error('broken')))
    expect((await decide(question('a'))).size).toBe(0)
    expect(await outcomes()).toEqual({ failed: 1 })
    expect(lines).toMatchObject([{ level: 40, reason: 'failed', requestId: 'r', err: { message: 'broken' } }])
    expect(JSON.stringify(lines)).not.toContain(viewer.userId)
  })

  test('that is thrown at once is one, too', async () => {
    const { decide } = decider(() => {
      throw new Error('broken')
    })
    expect((await decide(question('a'))).size).toBe(0)
  })

  test('is an answer that does not come in time; the function hears that nobody waits any more', async () => {
    let signal: AbortSignal | undefined
    const { decide, outcomes, lines } = decider((_question, given) => {
      signal = given
      return new Promise(() => {})
    })
    const pending = decide(question('a'))
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS - 1)
    expect(signal?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect((await pending).size).toBe(0)
    expect(signal?.aborted).toBe(true)
    expect(await outcomes()).toEqual({ timeout: 1 })
    expect(lines).toMatchObject([{ reason: 'timeout', msg: 'Policies were not decided within 1000 ms' }])
  })
})

test('after five failures in a row nothing is asked for two seconds, and then one question decides for all', async () => {
  let isBroken = true
  let count = 0
  const { decide, outcomes, lines } = decider(async () => {
    count++
    if (isBroken) throw new Error('broken')
    return { a: true }
  })
  for (let asked = 0; asked < 8; asked++) expect((await decide(question('a'))).size).toBe(0)
  expect(count).toBe(5)
  expect(await outcomes()).toEqual({ failed: 5, paused: 3 })
  expect(lines.filter(({ level }) => level === 50)).toMatchObject([{ pauseMs: 2_000 }])

  await vi.advanceTimersByTimeAsync(2_000)
  await Promise.all([decide(question('a')), decide(question('a'))])
  expect(count).toBe(6)

  await vi.advanceTimersByTimeAsync(2_000)
  isBroken = false
  const decided = await Promise.all([decide(question('a')), decide(question('a'))])
  expect(decided.map(each => each.get('a'))).toEqual([true, true])
  expect(lines.at(-1)).toMatchObject({ level: 40, msg: 'policies can be decided again' })
})

describe('decisions', () => {
  test('are not kept unless a setting says for how long', async () => {
    const { asked, decide: allow } = allowing()
    const { decide } = decider(allow)
    await decide(question('a'))
    await decide(question('a'))
    expect(asked).toEqual([['a'], ['a']])
  })

  test('are kept by policy for as long as it says, and only what is missing is asked for', async () => {
    const { asked, decide: allow } = allowing()
    const { decide, clock } = decider(allow, 500)
    await decide(question('a'))
    expect([...(await decide(question('a', 'b')))]).toEqual([
      ['a', true],
      ['b', true],
    ])
    clock.advance(499)
    expect((await decide(question('a', 'b'))).size).toBe(2)
    expect(asked).toEqual([['a'], ['b']])
    clock.advance(1)
    await decide(question('a', 'b'))
    expect(asked.at(-1)).toEqual(['a', 'b'])
  })

  test.each<[string, Viewer | null]>([
    ['user', { ...viewer, userId: 'other' }],
    ['session', { ...viewer, sessionId: 'other' }],
    ['set of scopes', { ...viewer, scopes: [] }],
    ['viewer, an anonymous one,', null],
  ])('of another %s are others', async (_what, other) => {
    const { asked, decide: allow } = allowing()
    const { decide } = decider(allow, 500)
    await decide(question('a'))
    await decide({ ...question('a'), viewer: other })
    await decide({ ...question('a'), viewer: other })
    expect(asked).toEqual([['a'], ['a']])
  })

  test('that are kept count while others cannot be had; failures are not kept', async () => {
    let isBroken = false
    const { decide } = decider(async ({ policies }) => {
      if (isBroken) throw new Error('broken')
      return Object.fromEntries(policies.map(policy => [policy, true]))
    }, 500)
    await decide(question('a'))
    isBroken = true
    expect([...(await decide(question('a', 'b')))]).toEqual([['a', true]])
    isBroken = false
    expect((await decide(question('a', 'b'))).get('b')).toBe(true)
  })
})
