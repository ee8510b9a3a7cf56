import { expect, test } from 'vitest'
import { plainAppearance } from './appearance.js'
import {
  GRACE_PERIOD_MS,
  isGone,
  isLiving,
  markForDeletion,
  newCharacter,
  restore,
  withExperience,
} from './character.js'
import { experienceFor } from './experience.js'
import { isVisibleTo } from './visibility.js'

const createdAt = new Date('2026-11-21T00:00:00Z')
const later = (ms: number) => new Date(createdAt.getTime() + ms)
const alba = newCharacter({
  id: '11111111-1111-4111-8111-111111111111',
  userId: '22222222-2222-4222-8222-222222222222',
  name: 'Alba',
  class: 'MAGE',
  appearance: plainAppearance,
  createdAt,
  mapId: '44444444-4444-4444-8444-444444444444',
  position: { x: 40, y: 30 },
})
const owner = { userId: alba.userId, scopes: [] }
const stranger = { userId: '33333333-3333-4333-8333-333333333333', scopes: ['player'] }
const administrator = { ...stranger, scopes: ['admin'] }

test('a new character is at level 1, without experience, where it was put', () => {
  expect(alba).toMatchObject({ level: 1, experience: 0, purgeAt: null, position: { x: 40, y: 30 } })
})

test('marking sets the purge seven days ahead, and marking again changes nothing', () => {
  const marked = markForDeletion(alba, createdAt)
  expect(marked.purgeAt).toEqual(new Date('2026-11-28T00:00:00Z'))
  expect(markForDeletion(marked, later(1_000))).toBe(marked)
  expect(isLiving(marked)).toBe(false)
  expect(restore(marked)).toEqual(alba)
})

test('a marked character is gone from its date on, and not a millisecond before', () => {
  const marked = markForDeletion(alba, createdAt)
  expect(isGone(marked, later(GRACE_PERIOD_MS - 1))).toBe(false)
  expect(isGone(marked, later(GRACE_PERIOD_MS))).toBe(true)
  expect(isGone(alba, later(GRACE_PERIOD_MS))).toBe(false)
})

test('who sees a character: living everyone, marked its owner and administrators, gone nobody', () => {
  const marked = markForDeletion(alba, createdAt)
  const seen = (character: typeof alba, now: Date) =>
    [null, stranger, administrator, owner].map(viewer => isVisibleTo(viewer, character, now))
  expect(seen(alba, createdAt)).toEqual([true, true, true, true])
  expect(seen(marked, later(GRACE_PERIOD_MS - 1))).toEqual([false, false, true, true])
  expect(seen(marked, later(GRACE_PERIOD_MS))).toEqual([false, false, false, false])
})

test('experience names each level on the way', () => {
  expect(withExperience(alba, 99)).toEqual({ character: { ...alba, experience: 99 }, levels: [] })
  const { character, levels } = withExperience(alba, experienceFor(4))
  expect(character).toMatchObject({ level: 4, experience: experienceFor(4) })
  expect(levels).toEqual([2, 3, 4])
})
