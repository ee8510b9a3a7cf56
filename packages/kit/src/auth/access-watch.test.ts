import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { manualClock } from '../testing/manual-clock.js'
import { createAccessWatch, createRevocationList, type Viewer } from './index.js'

const clock = manualClock('2026-11-26T12:00:00Z')
const aViewer = (livesMs: number): Viewer => {
  const issuedAtMs = clock.now().getTime()
  return { userId: randomUUID(), sessionId: randomUUID(), scopes: [], issuedAtMs, expiresAtMs: issuedAtMs + livesMs }
}

test('what was opened with a token ends when it expires or is revoked, once, unless it has ended by itself', async () => {
  vi.useFakeTimers()
  const revocations = createRevocationList(clock)
  const watch = createAccessWatch({ revocations, clock })
  const ended: string[] = []
  const [short, long, revoked, gone] = [aViewer(1_000), aViewer(900_000), aViewer(900_000), aViewer(1_000)]
  watch.watch(short, () => ended.push('short'))
  watch.watch(long, () => ended.push('long'))
  watch.watch(revoked, () => ended.push('revoked'))
  watch.watch(gone, () => ended.push('gone'))()
  revocations.add([{ sessionId: revoked.sessionId, userId: null, revokedAtMs: clock.now().getTime() }])
  const soon = () => vi.advanceTimersByTime(500)
  soon()
  expect(ended).toEqual(['revoked'])
  clock.advance(1_000)
  soon()
  expect(ended).toEqual(['revoked', 'short'])
  clock.advance(900_000)
  soon()
  expect(ended).toEqual(['revoked', 'short', 'long'])
  watch.close()
  vi.useRealTimers()
})
