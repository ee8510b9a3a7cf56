import { expect, it } from 'vitest'
import { createLogger } from '../logger/index.js'
import { manualClock } from '../testing/manual-clock.js'
import { createReachability, REMINDER_MS, STEADY_MS } from './reachability.js'

function watched() {
  const clock = manualClock()
  const lines: { msg: string; requests?: number; reason?: string; forSeconds?: number }[] = []
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) }
  const logger = createLogger({ name: 'test', level: 'info', destination })
  return { clock, lines, service: createReachability({ service: 'users', logger, clock }) }
}

it('is said once when a service goes away, however often it is asked', () => {
  const { lines, service } = watched()
  for (let count = 0; count < 1_000; count++) service.failed('refused')
  expect(lines).toMatchObject([{ msg: 'a service cannot be reached', reason: 'refused', service: 'users' }])
  expect(JSON.stringify(lines)).not.toContain('stack')
})

it('is said again once a minute, with how long it has lasted and how many requests failed', () => {
  const { clock, lines, service } = watched()
  for (let count = 0; count < 240; count++) {
    service.failed('refused')
    clock.advance(REMINDER_MS / 60)
  }
  expect(lines.slice(1)).toMatchObject(
    [1, 2, 3].map(minutes => ({
      msg: 'a service still cannot be reached',
      forSeconds: minutes * 60,
      requests: minutes * 60 + 1,
    })),
  )
})

it('is said once when the service is back, and a new failure is a change again', () => {
  const { clock, lines, service } = watched()
  service.answered()
  service.failed('refused')
  clock.advance(STEADY_MS)
  for (let count = 0; count < 10; count++) service.answered()
  service.failed('reset')
  expect(lines.map(({ msg }) => msg)).toEqual([
    'a service cannot be reached',
    'a service is reached again',
    'a service cannot be reached',
  ])
})

it('is not said of a service that answers every other request', () => {
  const { clock, lines, service } = watched()
  for (let count = 0; count < 500; count++) {
    service.failed('reset')
    clock.advance(100)
    service.answered()
  }
  expect(lines).toHaveLength(1)
})
