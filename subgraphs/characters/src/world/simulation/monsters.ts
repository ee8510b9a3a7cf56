import type { MonsterKind } from '../content/monster-kinds.js'
import { strike } from './blow.js'
import { combatStatsOf } from './combat-stats.js'
import { distance, moods, STANDING, type CharacterRow, type MonsterRow } from './entities.js'
import { characterIdOf, kindOfMonster, isReachable, livingCharacter, spawnOf, type MapWorld } from './state.js'
import { NO_STEP, setGoal, stand, stepOf, walk } from './walking.js'

/** Monsters look around every fifth tick, each in its own: 200 ms is quick enough, and a fifth of the work. */
const LOOK_TICKS = 5
/** Beyond it, a monster that chases gives up. */
const CHASE_DISTANCE = 16
const WANDER_DISTANCE = 4
const WANDER_TICKS_MIN = 50
const WANDER_TICKS_MORE = 100
const FLEE_TICKS = 75
const FLEE_DISTANCE = 8
const FLEE_DRAWS = 8
/** Cells that searches of one monster visit at most. */
const SEARCH_CELLS = 512
const HOMEWARD_SEARCH_CELLS = 2_048
/** How long a character lies where it died. */
export const DOWN_TICKS = 75

/** The monsters of a new world. */
export function createMonsters(world: MapWorld): void {
  for (let index = 0; index < world.map.monsters.length; index++) bear(world, world.state.monsters.take())
}

/** One tick of all monsters. Each tick begins with another of them, so that none waits for a path more than others. */
export function actMonsters(world: MapWorld): void {
  const { rows } = world.state.monsters
  const first = rows.length === 0 ? 0 : (world.state.tick * LOOK_TICKS) % rows.length
  for (let index = 0; index < rows.length; index++) act(world, world.state.monsters.at((first + index) % rows.length))
}

/** Of a monster that was struck and lives: it strikes back, or runs. */
export function provoke(world: MapWorld, monster: MonsterRow, by: CharacterRow): void {
  const kind = kindOfMonster(world, monster)
  if (monster.hp * 100 < kind.maxHp * kind.fleesBelowPercent) {
    monster.target = by.row + 1
    monster.mood = moods.fleeing
    monster.moodFor = FLEE_TICKS
    runFrom(world, monster, by)
  } else if (monster.mood !== moods.chasing) {
    monster.target = by.row + 1
    monster.mood = moods.chasing
  }
}

/** Forgets the target. The dead stay dead. */
export function calm(monster: MonsterRow): void {
  monster.target = 0
  if (monster.mood === moods.dead) return
  monster.mood = moods.wandering
  monster.moodFor = 0
  monster.decideIn = WANDER_TICKS_MIN
  stand(monster)
}

/** Takes a monster out of the world until it is born again. */
export function takeOut(world: MapWorld, monster: MonsterRow): void {
  world.tiles.monsters.remove(monster.row, monster.x, monster.y)
  stand(monster)
  monster.hp = 0
  monster.target = 0
  monster.attackWait = 0
  monster.mood = moods.dead
  monster.moodFor = kindOfMonster(world, monster).respawnTicks
}

function bear(world: MapWorld, monster: MonsterRow): void {
  const { cells } = spawnOf(world, monster)
  const cell = cells[world.state.random.below(cells.length)]
  if (cell === undefined) throw new RangeError(`Monster ${monster.row} has nowhere to be born`)
  monster.x = cell.x
  monster.y = cell.y
  monster.hp = kindOfMonster(world, monster).maxHp
  monster.mood = moods.wandering
  monster.decideIn = 1 + world.state.random.below(WANDER_TICKS_MORE)
  world.tiles.monsters.add(monster.row, cell.x, cell.y)
  world.changes.push({ type: 'monsterAppeared', row: monster.row, x: cell.x, y: cell.y })
}

function act(world: MapWorld, monster: MonsterRow): void {
  if (monster.mood === moods.dead) {
    monster.moodFor--
    if (monster.moodFor === 0) bear(world, monster)
    return
  }
  if (monster.attackWait > 0) monster.attackWait--
  const kind = kindOfMonster(world, monster)
  const looks = (world.state.tick + monster.row) % LOOK_TICKS === 0
  if (monster.mood === moods.wandering && kind.aggressive && looks) notice(world, monster, kind)
  if (monster.mood === moods.chasing) chase(world, monster, { kind, looks })
  else if (monster.mood === moods.fleeing) flee(monster)
  else wander(world, monster)
  const direction = walk(world, monster, { cellsPerSecond: kind.cellsPerSecond, searchCellsMax: SEARCH_CELLS })
  if (direction !== NO_STEP) tellMonsterStep(world, monster, direction)
}

function tellMonsterStep(world: MapWorld, monster: MonsterRow, direction: number): void {
  const step = stepOf(world.tiles.monsters, monster, direction)
  world.changes.push({ type: 'monsterMoved', row: monster.row, ...step })
}

/** Chases the nearest character in sight; of those equally near, the one with the lowest row. */
function notice(world: MapWorld, monster: MonsterRow, { sight }: MonsterKind): void {
  let nearest: CharacterRow | undefined
  let nearestDistance = sight + 1
  world.tiles.characters.near(monster.x, monster.y, sight, row => {
    const character = livingCharacter(world, row)
    if (character === undefined) return
    const away = distance(monster, character)
    const isNearer = away < nearestDistance || (away === nearestDistance && row < (nearest?.row ?? row))
    if (!isNearer || !world.map.grid.isInSight(monster, character)) return
    nearest = character
    nearestDistance = away
  })
  if (nearest === undefined) return
  monster.target = nearest.row + 1
  monster.mood = moods.chasing
}

function chase(world: MapWorld, monster: MonsterRow, { kind, looks }: { kind: MonsterKind; looks: boolean }): void {
  const target = livingCharacter(world, monster.target - 1)
  if (target === undefined || distance(monster, target) > CHASE_DISTANCE) return calm(monster)
  if (distance(monster, target) <= kind.reach && world.map.grid.isInSight(monster, target)) {
    stand(monster)
    if (monster.attackWait === 0) strikeCharacter(world, monster, { kind, target })
    return
  }
  const isUnderway = monster.walking !== STANDING && monster.goalX === target.x && monster.goalY === target.y
  if (isUnderway || !looks || world.searchCells <= 0) return
  const outcome = setGoal(world, monster, target, SEARCH_CELLS)
  if (outcome === 'no-way' || outcome === 'too-far') calm(monster)
}

function strikeCharacter(
  world: MapWorld,
  monster: MonsterRow,
  { kind, target }: { kind: MonsterKind; target: CharacterRow },
): void {
  monster.attackWait = kind.attackTicks
  const striker = { attackMin: Math.ceil((kind.attack * 4) / 5), attackMax: kind.attack, hit: kind.hit, critical: 0 }
  const damage = strike(world.state.random, striker, combatStatsOf(target))
  target.hp = Math.max(0, target.hp - damage)
  const { x, y, hp } = target
  const characterId = characterIdOf(world, target.row)
  world.changes.push({ type: 'characterDamaged', characterId, byMonster: monster.row, damage, hp, x, y })
  if (hp > 0) return
  stand(target)
  target.target = 0
  target.returnIn = DOWN_TICKS
  world.changes.push({ type: 'characterDied', characterId, x, y })
  calm(monster)
}

function flee(monster: MonsterRow): void {
  monster.moodFor--
  if (monster.moodFor === 0) calm(monster)
}

/** Runs to a cell that lies farther from the character than its own; a few draws that find none leave it standing. */
function runFrom(world: MapWorld, monster: MonsterRow, from: CharacterRow): void {
  for (let draw = 0; draw < FLEE_DRAWS && world.searchCells > 0; draw++) {
    const cell = drawCellNear(world, monster, FLEE_DISTANCE)
    if (cell === undefined || distance(cell, from) <= distance(monster, from)) continue
    if (setGoal(world, monster, cell, SEARCH_CELLS) === 'walks') return
  }
}

/** Goes somewhere near from time to time, within its area, and back there once a chase has led it away. */
function wander(world: MapWorld, monster: MonsterRow): void {
  monster.decideIn--
  if (monster.decideIn > 0) return
  const { random } = world.state
  monster.decideIn = WANDER_TICKS_MIN + random.below(WANDER_TICKS_MORE)
  const { cells, from, to } = spawnOf(world, monster)
  const isAtHome = ({ x, y }: { x: number; y: number }) => x >= from.x && y >= from.y && x <= to.x && y <= to.y
  if (world.searchCells <= 0) return
  const cell = isAtHome(monster) ? drawCellNear(world, monster, WANDER_DISTANCE) : cells[random.below(cells.length)]
  if (cell !== undefined && isAtHome(cell)) setGoal(world, monster, cell, HOMEWARD_SEARCH_CELLS)
}

function drawCellNear(world: MapWorld, { x, y }: MonsterRow, radius: number): { x: number; y: number } | undefined {
  const draw = () => world.state.random.below(2 * radius + 1) - radius
  const cell = { x: x + draw(), y: y + draw() }
  return isReachable(world, cell.x, cell.y) ? cell : undefined
}
