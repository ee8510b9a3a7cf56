import type { Appearance } from './appearance.js'
import { FIRST_LEVEL, gainExperience } from './experience.js'
import type { Position } from './position.js'

export const characterClasses = ['SWORDSMAN', 'MAGE', 'ARCHER', 'ACOLYTE', 'THIEF', 'MERCHANT'] as const
export type CharacterClass = (typeof characterClasses)[number]

export interface Character {
  readonly id: string
  readonly userId: string
  readonly name: string
  readonly class: CharacterClass
  readonly level: number
  readonly experience: number
  readonly appearance: Appearance
  readonly mapId: string
  readonly position: Position
  readonly createdAt: Date
  /** When it will be purged; null while it lives. */
  readonly purgeAt: Date | null
  /** Hit points when it was last saved; null for a rested one. */
  readonly hp: number | null
  /** Lures that it has used to tame monsters. */
  readonly luresUsed: number
}

/** How long a character marked for deletion can be restored. */
export const GRACE_PERIOD_MS = 7 * 24 * 60 * 60 * 1000

/** At level 1, where new characters begin. */
export const newCharacter = (given: {
  id: string
  userId: string
  name: string
  class: CharacterClass
  appearance: Appearance
  createdAt: Date
  /** Where it begins. */
  mapId: string
  position: Position
}): Character => ({
  ...given,
  level: FIRST_LEVEL,
  experience: 0,
  purgeAt: null,
  hp: null,
  luresUsed: 0,
})

/** Marks a character for deletion; one that is marked already keeps its first date. */
export const markForDeletion = (character: Character, now: Date): Character =>
  character.purgeAt === null ? { ...character, purgeAt: new Date(now.getTime() + GRACE_PERIOD_MS) } : character

export const restore = (character: Character): Character => ({ ...character, purgeAt: null })

/** Past its date a character is gone, whether or not the purge has come by yet. */
export const isGone = (character: Character, now: Date): boolean =>
  character.purgeAt !== null && character.purgeAt.getTime() <= now.getTime()

export const isLiving = (character: Character): boolean => character.purgeAt === null

/** The character with more experience, and each level that it reached by it. */
export function withExperience(character: Character, amount: number): { character: Character; levels: number[] } {
  const { experience, level } = gainExperience(character, amount)
  const levels = Array.from({ length: level - character.level }, (_, index) => character.level + index + 1)
  return { character: { ...character, experience, level }, levels }
}
