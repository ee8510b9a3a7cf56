import { characterClasses, type CharacterClass } from './character.js'
import { FIRST_LEVEL } from './experience.js'
import { statsOf, type CharacterStats } from './stats.js'

/** What the screen shows on which a character is made. */
export interface ClassProfile {
  readonly class: CharacterClass
  readonly name: string
  /** The key of its picture. */
  readonly art: string
  /** Of a new character. */
  readonly stats: CharacterStats
}

const names: Readonly<Record<CharacterClass, string>> = {
  SWORDSMAN: 'Swordsman',
  MAGE: 'Mage',
  ARCHER: 'Archer',
  ACOLYTE: 'Acolyte',
  THIEF: 'Thief',
  MERCHANT: 'Merchant',
}

/** The key of the picture of a class. */
export const artOfClass = (of: CharacterClass): string => `classes/${of.toLowerCase()}`

/** In the order of the enum. */
export const classProfiles: readonly ClassProfile[] = characterClasses.map(each => ({
  class: each,
  name: names[each],
  art: artOfClass(each),
  stats: statsOf(each, FIRST_LEVEL),
}))
