import type { CommandRejection } from '../../domain/command-rejection.js'
import { strike } from './blow.js'
import { combatStatsOf, type CombatStats } from './combat-stats.js'
import { leaveDrops } from './drops.js'
import { distance, type CharacterRow, type MonsterRow } from './entities.js'
import { addExperience } from './experience-gain.js'
import { provoke, takeOut } from './monsters.js'
import { shareExperience } from './party-share.js'
import { REGENERATION_TICKS, transport } from './place-character.js'
import { characterIdOf, kindOfMonster, type MapWorld } from './state.js'
import { NO_STEP, stepOf, walk } from './walking.js'

/** Beyond it, a character forgets the monster that it strikes. */
const TARGET_DISTANCE = 20
/** Cells that one search for a character visits at most: most of a map. */
export const WALK_SEARCH_CELLS = 8_192

/** One tick of all characters, by row: of two that strike the same monster, the lower row strikes first. */
export function actCharacters(world: MapWorld): void {
  for (const character of world.state.characters.rows) if (character.active === 1) act(world, character)
}

/** A monster that a character may strike now; otherwise why it may not. */
export function findTarget(world: MapWorld, character: CharacterRow, row: number): MonsterRow | CommandRejection {
  const monster = world.state.monsters.find(row)
  if (monster === undefined) return 'NO_SUCH_MONSTER'
  if (monster.hp === 0) return 'MONSTER_DEAD'
  if (!isInReach(world, character, monster)) return 'MONSTER_OUT_OF_REACH'
  return monster
}

const isInReach = (world: MapWorld, character: CharacterRow, monster: MonsterRow): boolean =>
  distance(character, monster) <= combatStatsOf(character).reach && world.map.grid.isInSight(character, monster)

function act(world: MapWorld, character: CharacterRow): void {
  const stats = combatStatsOf(character)
  if (character.hp === 0) return lieDown(world, character, stats)
  character.regenWait--
  if (character.regenWait === 0) {
    character.hp = Math.min(stats.maxHp, character.hp + stats.regeneration)
    character.regenWait = REGENERATION_TICKS
  }
  if (character.attackWait > 0) character.attackWait--
  const { cellsPerSecond } = stats
  const direction = walk(world, character, { cellsPerSecond, searchCellsMax: WALK_SEARCH_CELLS })
  if (direction !== NO_STEP) {
    const characterId = characterIdOf(world, character.row)
    const moved = stepOf(world.tiles.characters, character, direction)
    world.changes.push({ type: 'characterMoved', characterId, ...moved })
  }
  const portal = direction === NO_STEP ? undefined : world.portals.get(character.y * world.map.width + character.x)
  if (portal !== undefined) transport(world, character, { mapId: portal.toMapId, position: portal.to })
  else if (character.target > 0 && world.state.gainsHeld === 0) fight(world, character, stats)
}

/** A character that is down lies for a while, then stands at the save point with half of its hit points. */
function lieDown(world: MapWorld, character: CharacterRow, { maxHp }: CombatStats): void {
  character.returnIn--
  if (character.returnIn > 0) return
  character.hp = Math.ceil(maxHp / 2)
  transport(world, character, world.map.savePoint)
}

function fight(world: MapWorld, character: CharacterRow, stats: CombatStats): void {
  const monster = world.state.monsters.at(character.target - 1)
  if (monster.hp === 0 || distance(character, monster) > TARGET_DISTANCE) {
    character.target = 0
    return
  }
  if (character.attackWait > 0 || !isInReach(world, character, monster)) return
  character.attackWait = stats.attackTicks
  const damage = strike(world.state.random, stats, kindOfMonster(world, monster))
  monster.hp = Math.max(0, monster.hp - damage)
  const byCharacterId = characterIdOf(world, character.row)
  const { row, x, y, hp } = monster
  world.changes.push({ type: 'monsterDamaged', row, byCharacterId, damage, hp, x, y })
  if (hp > 0) provoke(world, monster, character)
  else kill(world, monster, character)
}

/** The last blow decides: there is one kill, however many strike. */
function kill(world: MapWorld, monster: MonsterRow, killer: CharacterRow): void {
  const kind = kindOfMonster(world, monster)
  const characterId = characterIdOf(world, killer.row)
  world.changes.push({ type: 'monsterDied', row: monster.row, byCharacterId: characterId, x: monster.x, y: monster.y })
  const { own, shares } = shareExperience(world, killer, kind.experience)
  world.gains.push({ type: 'killed', characterId, kindId: kind.id, experience: own })
  leaveDrops(world, monster, killer)
  takeOut(world, monster)
  killer.target = 0
  addExperience(world, killer, own)
  for (const { character, experience } of shares) {
    world.gains.push({
      type: 'shared',
      characterId: characterIdOf(world, character.row),
      byCharacterId: characterId,
      experience,
    })
    addExperience(world, character, experience)
  }
}
