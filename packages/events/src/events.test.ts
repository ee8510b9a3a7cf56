import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { consumers, consumes, eventTypes, newEvent, parseEvent, producers, UnknownEvent } from './index.js'

const userId = '22222222-2222-4222-8222-222222222222'
const levelUp = () =>
  newEvent('character.leveled_up', {
    id: randomUUID(),
    occurredAt: new Date('2026-11-21T08:00:00.123Z'),
    data: { userId, characterId: randomUUID(), level: 2 },
  })

test('an event belongs to its user, carries its version, and reads back as it was written', () => {
  const event = levelUp()
  expect(event).toMatchObject({ aggregateId: userId, version: 1, occurredAt: '2026-11-21T08:00:00.123Z' })
  expect(parseEvent(JSON.parse(JSON.stringify(event)) as typeof event)).toEqual(event)
})

test('an event with data that its type does not allow is not made', () => {
  const data = { userId, characterId: randomUUID(), level: 1 }
  expect(() => newEvent('character.leveled_up', { id: randomUUID(), occurredAt: new Date(0), data })).toThrow(/level/)
})

test('an unknown type, another version and wrong data are refused with what was expected', () => {
  const event = levelUp()
  const refusals = [
    [{ ...event, type: 'character.vanished' }, /No event of type "character.vanished"/],
    [{ ...event, type: 'toString' }, /No event of type "toString"/],
    [{ ...event, version: 2 }, /known in version 1, not 2/],
    [{ ...event, data: { ...event.data, level: 'two' } }, /level/],
    [{ ...event, data: null }, /data/],
  ] as const
  for (const [wrong, message] of refusals) {
    expect(() => parseEvent(wrong)).toThrow(UnknownEvent)
    expect(() => parseEvent(wrong)).toThrow(message)
  }
})

test('the tables by consumer and by producer say the same, also of events that go one way only', () => {
  for (const one of producers) {
    expect(consumes[one]).not.toContain(one)
    for (const other of producers)
      expect(consumers[other].includes(one), `${one} of ${other}`).toBe(consumes[one].includes(other))
  }
  expect(consumers.users).toContain('characters')
  expect(consumers.characters).not.toContain('users')
})

test('every event comes from a known producer and names its user', () => {
  for (const [type, { producer, data }] of Object.entries(eventTypes)) {
    expect(producers, type).toContain(producer)
    expect(Object.keys(data.shape), type).toContain('userId')
  }
})
