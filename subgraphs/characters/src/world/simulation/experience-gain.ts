import { gainExperience } from '../../domain/experience.js'
import { combatStatsOf } from './combat-stats.js'
import type { CharacterRow } from './entities.js'
import { characterIdOf, type MapWorld } from './state.js'

/** Adds experience; each level is seen by those near, and leaves a living character unhurt. */
export function addExperience(world: MapWorld, character: CharacterRow, amount: number): void {
  const before = character.level
  const { experience, level } = gainExperience(character, amount)
  character.experience = experience
  character.level = level
  const { x, y } = character
  const characterId = characterIdOf(world, character.row)
  for (let reached = before + 1; reached <= level; reached++)
    world.changes.push({ type: 'characterLeveledUp', characterId, level: reached, x, y })
  if (level > before && character.hp > 0) character.hp = combatStatsOf(character).maxHp
}
