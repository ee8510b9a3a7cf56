import type { CharacterClass } from './character.js'

export interface CharacterStats {
  readonly maxHp: number
  readonly hp: number
  readonly maxSp: number
  readonly sp: number
  readonly strength: number
  readonly agility: number
  readonly vitality: number
  readonly intelligence: number
  readonly dexterity: number
  readonly luck: number
}

type Attributes = Pick<CharacterStats, 'strength' | 'agility' | 'vitality' | 'intelligence' | 'dexterity' | 'luck'>

interface Growth {
  /** At level 1; thirty points for every class. */
  readonly base: Attributes
  /** Points in ten levels; forty for every class. */
  readonly perTenLevels: Attributes
  readonly hpPerLevel: number
  readonly spPerLevel: number
}

const attributes = (points: readonly [number, number, number, number, number, number]): Attributes => {
  const [strength, agility, vitality, intelligence, dexterity, luck] = points
  return { strength, agility, vitality, intelligence, dexterity, luck }
}

/** Strength, agility, vitality, intelligence, dexterity, luck. */
const growthOf: Readonly<Record<CharacterClass, Growth>> = {
  SWORDSMAN: {
    base: attributes([8, 5, 8, 2, 5, 2]),
    perTenLevels: attributes([10, 7, 10, 2, 7, 4]),
    hpPerLevel: 14,
    spPerLevel: 2,
  },
  MAGE: {
    base: attributes([2, 4, 3, 10, 8, 3]),
    perTenLevels: attributes([2, 5, 4, 14, 10, 5]),
    hpPerLevel: 6,
    spPerLevel: 8,
  },
  ARCHER: {
    base: attributes([3, 8, 3, 3, 10, 3]),
    perTenLevels: attributes([4, 10, 4, 4, 13, 5]),
    hpPerLevel: 8,
    spPerLevel: 3,
  },
  ACOLYTE: {
    base: attributes([4, 4, 5, 8, 5, 4]),
    perTenLevels: attributes([5, 5, 8, 10, 6, 6]),
    hpPerLevel: 9,
    spPerLevel: 6,
  },
  THIEF: {
    base: attributes([5, 10, 3, 2, 6, 4]),
    perTenLevels: attributes([8, 13, 4, 2, 7, 6]),
    hpPerLevel: 9,
    spPerLevel: 2,
  },
  MERCHANT: {
    base: attributes([7, 4, 6, 3, 5, 5]),
    perTenLevels: attributes([9, 5, 7, 3, 8, 8]),
    hpPerLevel: 11,
    spPerLevel: 3,
  },
}

const HP_BASE = 40
const HP_PER_VITALITY = 5
const SP_BASE = 10
const SP_PER_INTELLIGENCE = 3

/**
 * The stats of a rested character. An attribute is `base + ⌊perTenLevels · (level − 1) / 10⌋`;
 * maxHp is `40 + hpPerLevel · level + 5 · vitality`, maxSp is `10 + spPerLevel · level + 3 · intelligence`.
 */
export function statsOf(characterClass: CharacterClass, level: number): CharacterStats {
  const growth = growthOf[characterClass]
  const at = (attribute: keyof Attributes) =>
    growth.base[attribute] + Math.floor((growth.perTenLevels[attribute] * (level - 1)) / 10)
  const grown: Attributes = {
    strength: at('strength'),
    agility: at('agility'),
    vitality: at('vitality'),
    intelligence: at('intelligence'),
    dexterity: at('dexterity'),
    luck: at('luck'),
  }
  const maxHp = HP_BASE + growth.hpPerLevel * level + HP_PER_VITALITY * grown.vitality
  const maxSp = SP_BASE + growth.spPerLevel * level + SP_PER_INTELLIGENCE * grown.intelligence
  return { maxHp, hp: maxHp, maxSp, sp: maxSp, ...grown }
}
