import { expect, test } from 'vitest'
import { characterClasses } from './character.js'
import { LEVEL_MAX } from './experience.js'
import { statsOf } from './stats.js'

const attributes = ['strength', 'agility', 'vitality', 'intelligence', 'dexterity', 'luck'] as const
const sum = (stats: ReturnType<typeof statsOf>) => attributes.reduce((total, attribute) => total + stats[attribute], 0)

test('a new swordsman and a new mage have the stats of the formula', () => {
  expect(statsOf('SWORDSMAN', 1)).toEqual({
    maxHp: 40 + 14 + 5 * 8,
    hp: 94,
    maxSp: 10 + 2 + 3 * 2,
    sp: 18,
    strength: 8,
    agility: 5,
    vitality: 8,
    intelligence: 2,
    dexterity: 5,
    luck: 2,
  })
  expect(statsOf('MAGE', 1)).toMatchObject({ maxHp: 40 + 6 + 5 * 3, maxSp: 10 + 8 + 3 * 10 })
})

test('attributes grow by their share of ten levels, rounded down', () => {
  // Strength of a thief: 5, and 8 in ten levels.
  expect([1, 2, 3, 11, 99].map(level => statsOf('THIEF', level).strength)).toEqual([5, 5, 6, 13, 83])
})

test('every class begins with 30 points and gains 40 in ten levels', () => {
  for (const characterClass of characterClasses) {
    expect(sum(statsOf(characterClass, 1)), characterClass).toBe(30)
    expect(sum(statsOf(characterClass, 11)), characterClass).toBe(70)
  }
})

test('no stat ever falls with a level, and every level brings hit and spirit points', () => {
  for (const characterClass of characterClasses) {
    for (let level = 2; level <= LEVEL_MAX; level++) {
      const before = statsOf(characterClass, level - 1)
      const after = statsOf(characterClass, level)
      for (const attribute of attributes) expect(after[attribute]).toBeGreaterThanOrEqual(before[attribute])
      expect(after.maxHp).toBeGreaterThan(before.maxHp)
      expect(after.maxSp).toBeGreaterThan(before.maxSp)
    }
  }
})

test('at rest nothing is missing', () => {
  const stats = statsOf('ARCHER', 42)
  expect(stats).toMatchObject({ hp: stats.maxHp, sp: stats.maxSp })
})
