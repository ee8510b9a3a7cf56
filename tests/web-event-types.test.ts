import { eventTypes, isAdminActed } from '@waystone/events'
import { expect, test } from 'vitest'
import { EVENT_TYPES } from '../web/src/player/screens/history/event-types.js'

/** Events of administrators, and the end of an account, are recorded of no player. */
const isRecorded = (type: string): boolean => type !== 'user.deleted' && !isAdminActed(type)

test('the history can be filtered by each type of event that is recorded of a player', () => {
  expect([...EVENT_TYPES].toSorted()).toEqual(Object.keys(eventTypes).filter(isRecorded).toSorted())
})
