import { expect, test } from 'vitest'
import { restartDelayMs, supervise, type Running } from './supervise.js'

const STEADY_MS = 60_000

/** Something whose starts, waits and stops are written down; the test orders its ends. */
function aService() {
  const ends: ((reason: string) => void)[] = []
  const failures: Error[] = []
  const waits: number[] = []
  const said: string[] = []
  let stops = 0
  let nowMs = 0
  /** Lets waits pass at once, or keeps them until their signal aborts. */
  let isPatient = false
  const start = async (): Promise<Running> => {
    const failure = failures.shift()
    if (failure !== undefined) throw failure
    const ended = new Promise<string>(resolve => ends.push(resolve))
    const end = ends.at(-1)
    const stop = async () => {
      stops += 1
      end?.('stopped')
    }
    return { ended, stop }
  }
  const wait = async (ms: number, signal: AbortSignal) => {
    waits.push(ms)
    if (isPatient) await new Promise((_, reject) => signal.addEventListener('abort', reject, { once: true }))
  }
  return {
    failures,
    waits,
    said,
    starts: () => ends.length,
    stops: () => stops,
    end: () => ends.at(-1)?.('SIGKILL'),
    passTime: (ms: number) => (nowMs += ms),
    keepWaiting: () => (isPatient = true),
    supervise: () =>
      supervise({ name: 'quests', start, say: text => said.push(text), time: { now: () => nowMs, wait } }),
  }
}

test('what ends by itself starts again, after a delay that doubles with each end that follows soon', async () => {
  const service = aService()
  const { stop } = await service.supervise()
  for (const starts of [2, 3, 4, 5]) {
    service.end()
    await expect.poll(service.starts).toBe(starts)
    await expect.poll(() => service.said.length).toBe((starts - 1) * 2)
  }
  expect(service.waits).toEqual([250, 500, 1_000, 2_000])
  expect(service.said.slice(0, 2)).toEqual([
    '  ✗ quests ended: SIGKILL; it starts again in 0.25 s',
    '  ✓ quests runs again',
  ])
  await stop()
})

test('one that has run for a minute starts again as soon as the first time', async () => {
  const service = aService()
  const { stop } = await service.supervise()
  service.end()
  await expect.poll(() => service.said.length).toBe(2)
  service.passTime(STEADY_MS)
  service.end()
  await expect.poll(service.starts).toBe(3)
  expect(service.waits).toEqual([250, 250])
  await stop()
})

test('a start that fails counts like an end', async () => {
  const service = aService()
  const { stop } = await service.supervise()
  service.failures.push(new Error('the port is taken'), new Error('the port is taken'))
  service.end()
  await expect.poll(service.starts).toBe(2)
  expect(service.waits).toEqual([250, 500, 1_000])
  expect(service.said).toContain('  ✗ quests ended: the port is taken; it starts again in 1 s')
  await stop()
})

test('the first start’s failure is the caller’s', async () => {
  const service = aService()
  service.failures.push(new Error('no settings'))
  await expect(service.supervise()).rejects.toThrow('no settings')
})

test('nothing starts again after a stop, neither what ran nor what waited to start', async () => {
  const running = aService()
  const { stop } = await running.supervise()
  await stop()
  const waiting = aService()
  const waitingSupervised = await waiting.supervise()
  waiting.keepWaiting()
  waiting.end()
  await expect.poll(() => waiting.waits).toEqual([250])
  await waitingSupervised.stop()
  expect([running.starts(), waiting.starts()]).toEqual([1, 1])
  expect(running.stops()).toBe(1)
})

test('the delay is bounded', () => {
  expect(restartDelayMs(100)).toBe(30_000)
})
