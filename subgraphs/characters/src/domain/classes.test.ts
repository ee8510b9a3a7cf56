import { isArtKey } from '@waystone/kit/art'
import { expect, test } from 'vitest'
import { characterClasses } from './character.js'
import { artOfClass, classProfiles } from './classes.js'

test('every class has a name and a picture of its own, and the stats of level 1', () => {
  expect(classProfiles.map(profile => profile.class)).toEqual(characterClasses)
  expect(new Set(classProfiles.map(({ name }) => name)).size).toBe(characterClasses.length)
  expect(new Set(classProfiles.map(({ art }) => art)).size).toBe(characterClasses.length)
  expect(classProfiles.map(({ art }) => art).filter(art => !isArtKey(art))).toEqual([])
  expect(artOfClass('SWORDSMAN')).toBe('classes/swordsman')
  expect(classProfiles[0]?.stats).toMatchObject({ strength: 8, maxHp: 40 + 14 + 5 * 8 })
})
