import type { Translation } from '@waystone/kit/locale'
import { characterClasses, type CharacterClass } from './character.js'
import { FIRST_LEVEL } from './experience.js'
import { statsOf, type CharacterStats } from './stats.js'

/** A class as the screen for new characters shows it. */
export interface ClassProfile {
  readonly class: CharacterClass
  readonly name: string
  readonly translations: readonly Translation<'name'>[]
  /** The key of its picture. */
  readonly art: string
  /** Of a new character. */
  readonly stats: CharacterStats
}

/** English, German, Portuguese. */
const names: Readonly<Record<CharacterClass, readonly [string, string, string]>> = {
  SWORDSMAN: ['Swordsman', 'Schwertkämpfer', 'Espadachim'],
  MAGE: ['Mage', 'Magier', 'Mago'],
  ARCHER: ['Archer', 'Bogenschütze', 'Arqueiro'],
  ACOLYTE: ['Acolyte', 'Akolyth', 'Acólito'],
  THIEF: ['Thief', 'Dieb', 'Ladrão'],
  MERCHANT: ['Merchant', 'Händler', 'Mercador'],
}

/** The key of the picture of a class. */
export const artOfClass = (of: CharacterClass): string => `classes/${of.toLowerCase()}`

function namesOf(each: CharacterClass): Pick<ClassProfile, 'name' | 'translations'> {
  const [name, german, portuguese] = names[each]
  return {
    name,
    translations: [
      { locale: 'de', name: german },
      { locale: 'pt', name: portuguese },
    ],
  }
}

/** In the order of the enum. */
export const classProfiles: readonly ClassProfile[] = characterClasses.map(each => ({
  class: each,
  ...namesOf(each),
  art: artOfClass(each),
  stats: statsOf(each, FIRST_LEVEL),
}))
