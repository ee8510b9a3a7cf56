import { eventTypes, isAdminActed } from '@waystone/events'
import { expect, test } from 'vitest'
import { EVENT_TYPES } from '../web/src/player/screens/history/event-types.js'

/** Of the catalog of events, those that are never recorded of a player (subgraphs/quests/src/services/event-shapes.ts). */
const isRecorded = (type: string): boolean => type !== 'user.deleted' && !isAdminActed(type)

test('the history can be filtered by each type of event that is recorded of a player', () => {
  expect([...EVENT_TYPES].toSorted()).toEqual(Object.keys(eventTypes).filter(isRecorded).toSorted())
})
