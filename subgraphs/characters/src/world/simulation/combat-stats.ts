import { characterClasses, type CharacterClass } from '../../domain/character.js'
import { LEVEL_MAX } from '../../domain/experience.js'
import { statsOf } from '../../domain/stats.js'

/** The numbers that a character's strokes, steps and rests are computed from. */
export interface CombatStats {
  readonly maxHp: number
  readonly attackMin: number
  readonly attackMax: number
  readonly defense: number
  readonly hit: number
  readonly flee: number
  /** Of ten thousand blows, those that always hit and pass the defense by. */
  readonly critical: number
  /** Ticks from one blow to the next. */
  readonly attackTicks: number
  /** How far it strikes, in cells. */
  readonly reach: number
  readonly cellsPerSecond: number
  /** Hit points that come back every six seconds. */
  readonly regeneration: number
}

const MELEE_REACH = 2
const reachOf: Readonly<Record<CharacterClass, number>> = {
  SWORDSMAN: MELEE_REACH,
  MAGE: 7,
  ARCHER: 9,
  ACOLYTE: MELEE_REACH,
  THIEF: MELEE_REACH,
  MERCHANT: MELEE_REACH,
}

/**
 * The formulas of Ragnarok Online before its renewal (https://irowiki.org/classic/Stats), bare-handed, with
 * the level added to the attack in place of a weapon: attack in a melee `strength + ⌊strength/10⌋² +
 * ⌊dexterity/5⌋ + ⌊luck/5⌋`, of archers with strength and dexterity swapped, of mages `intelligence +
 * ⌊intelligence/7⌋²` to `intelligence + ⌊intelligence/5⌋²`; hit `level + dexterity`; flee `level + agility`;
 * critical `1 % + 0.3 % · luck`; regeneration `max(1, ⌊maxHp/200⌋) + ⌊vitality/5⌋`. Ours: defense
 * `⌊vitality/2⌋`; a blow every `30 − ⌊agility/4⌋` ticks, 8 at least; a speed of `5 + ⌊agility/40⌋` cells a
 * second, 7 at most.
 */
function combatStats(characterClass: CharacterClass, level: number): CombatStats {
  const stats = statsOf(characterClass, level)
  const { strength, agility, vitality, intelligence, dexterity, luck } = stats
  const [attackMin, attackMax] = ((): readonly [number, number] => {
    if (characterClass === 'MAGE')
      return [intelligence + Math.floor(intelligence / 7) ** 2, intelligence + Math.floor(intelligence / 5) ** 2]
    const [main, aid] = characterClass === 'ARCHER' ? [dexterity, strength] : [strength, dexterity]
    const attack = main + Math.floor(main / 10) ** 2 + Math.floor(aid / 5) + Math.floor(luck / 5)
    return [attack, attack]
  })()
  return {
    maxHp: stats.maxHp,
    attackMin: level + attackMin,
    attackMax: level + attackMax,
    defense: Math.floor(vitality / 2),
    hit: level + dexterity,
    flee: level + agility,
    critical: 100 + 30 * luck,
    attackTicks: Math.max(8, 30 - Math.floor(agility / 4)),
    reach: reachOf[characterClass],
    cellsPerSecond: Math.min(7, 5 + Math.floor(agility / 40)),
    regeneration: Math.max(1, Math.floor(stats.maxHp / 200)) + Math.floor(vitality / 5),
  }
}

const table = characterClasses.map(characterClass =>
  Array.from({ length: LEVEL_MAX }, (_, index) => combatStats(characterClass, index + 1)),
)

/** @param classIndex in `characterClasses` */
export function combatStatsOf({ class: classIndex, level }: { class: number; level: number }): CombatStats {
  const stats = table[classIndex]?.[level - 1]
  if (stats === undefined) throw new RangeError(`No class ${classIndex} has a level ${level}`)
  return stats
}
