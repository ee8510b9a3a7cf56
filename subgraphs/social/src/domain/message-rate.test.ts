import { expect, test } from 'vitest'
import { MESSAGE_INTERVAL_MS, MESSAGES_BURST, takeMessage } from './message-rate.js'

const start = new Date('2026-11-29T12:00:00Z')
const after = (ms: number) => new Date(start.getTime() + ms)

test('ten messages are taken at once, the next one a second later', () => {
  let busyUntil: Date | null = null
  for (let sent = 0; sent < MESSAGES_BURST; sent++) {
    const taken = takeMessage(busyUntil, start)
    if (!('busyUntil' in taken)) throw new Error(`message ${sent + 1} was not taken`)
    busyUntil = taken.busyUntil
  }
  expect(takeMessage(busyUntil, start)).toEqual({ retryAfterMs: MESSAGE_INTERVAL_MS })
  expect(takeMessage(busyUntil, after(400))).toEqual({ retryAfterMs: 600 })
  expect(takeMessage(busyUntil, after(MESSAGE_INTERVAL_MS))).toEqual({
    busyUntil: after((MESSAGES_BURST + 1) * MESSAGE_INTERVAL_MS),
  })
})

test('one message a second is taken for ever, and a pause gives no more than the burst', () => {
  let busyUntil: Date | null = null
  for (let second = 0; second < 100; second++) {
    const taken = takeMessage(busyUntil, after(second * MESSAGE_INTERVAL_MS))
    if (!('busyUntil' in taken)) throw new Error(`the message of second ${second} was not taken`)
    busyUntil = taken.busyUntil
  }
  const muchLater = after(1_000 * MESSAGE_INTERVAL_MS)
  let sent = 0
  for (let taken = takeMessage(busyUntil, muchLater); 'busyUntil' in taken; taken = takeMessage(busyUntil, muchLater)) {
    busyUntil = taken.busyUntil
    sent++
  }
  expect(sent).toBe(MESSAGES_BURST)
})
