import { eventTypes, isRecorded } from '@waystone/events'
import { expect, test } from 'vitest'
import { EVENT_TYPES } from '../web/src/player/screens/history/event-types.js'

test('the history can be filtered by each type of event that is recorded of a player', () => {
  expect([...EVENT_TYPES].toSorted()).toEqual(Object.keys(eventTypes).filter(isRecorded).toSorted())
})
