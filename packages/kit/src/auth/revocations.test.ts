import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLogger } from '../logger/index.js'
import { manualClock } from '../testing/manual-clock.js'
import { createRevocationList, followRevocations, type Revocation } from './index.js'

const logger = createLogger({ name: 'test', level: 'silent' })
afterEach(() => void vi.useRealTimers())

describe('followRevocations', () => {
  it('sees a revocation within a second, and goes on after its owner failed', async () => {
    vi.useFakeTimers()
    const list = createRevocationList()
    const made: Revocation[] = []
    let failing = true
    const following = await followRevocations({
      list,
      logger,
      read: async () => {
        if (failing) throw new Error('down')
        return made
      },
    })
    const session = { userId: randomUUID(), sessionId: randomUUID(), issuedAtMs: Date.now() }
    made.push({ sessionId: session.sessionId, userId: null, revokedAtMs: Date.now() })
    expect(list.isRevoked(session)).toBe(false)
    failing = false
    await vi.advanceTimersByTimeAsync(1_000)
    expect(list.isRevoked(session)).toBe(true)
    await following.stop()
  })

  it('looks back far enough to find what committed late', async () => {
    vi.useFakeTimers()
    const clock = manualClock('2026-05-01T12:00:00Z')
    const asked: number[] = []
    const following = await followRevocations({
      list: createRevocationList(clock),
      logger,
      clock,
      read: async sinceMs => (asked.push(sinceMs), []),
    })
    await vi.advanceTimersByTimeAsync(1_000)
    await following.stop()
    expect(asked[0]).toBe(clock.now().getTime() - 16 * 60_000)
    expect(asked[1]).toBe(clock.now().getTime() - 10_000)
  })
})

describe('the revocation list', () => {
  it('tells of what it did not know, once, until nobody listens', () => {
    const list = createRevocationList()
    const heard = vi.fn<() => void>()
    const stop = list.onNews(heard)
    const bySession = { sessionId: randomUUID(), userId: null, revokedAtMs: Date.now() }
    const byUser = { sessionId: null, userId: randomUUID(), revokedAtMs: Date.now() }
    for (const revocation of [bySession, byUser]) {
      list.add([revocation])
      list.add([revocation])
    }
    expect(heard).toHaveBeenCalledTimes(2)
    list.add([{ ...byUser, revokedAtMs: byUser.revokedAtMs + 1 }])
    expect(heard).toHaveBeenCalledTimes(3)
    stop()
    list.add([{ ...bySession, sessionId: randomUUID() }])
    expect(heard).toHaveBeenCalledTimes(3)
  })

  it('forgets what has nothing left to void', () => {
    const clock = manualClock('2026-05-01T12:00:00Z')
    const list = createRevocationList(clock)
    const session = { userId: randomUUID(), sessionId: randomUUID(), issuedAtMs: clock.now().getTime() }
    list.add([{ sessionId: session.sessionId, userId: null, revokedAtMs: clock.now().getTime() }])
    clock.advance(15 * 60_000)
    list.add([])
    expect(list.isRevoked(session)).toBe(true)
    clock.advance(2 * 60_000)
    list.add([])
    expect(list.isRevoked(session)).toBe(false)
  })
})
