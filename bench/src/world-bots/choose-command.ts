import type { WorldCommand, WorldViewState } from '@waystone/live-client'
import type { BotClass } from './sign-up.js'

const PICK_UP_REACH = 2
const MELEE_REACH = 2
/** As docs of the classes say: how far each strikes, in cells. */
const reachOf = (botClass: BotClass): number => ({ MAGE: 7, ARCHER: 9 })[botClass as string] ?? MELEE_REACH
const WANDER_CELLS = 12

interface Cell {
  readonly x: number
  readonly y: number
}

/** A number from 0 to below `limit`. */
export type Chance = (limit: number) => number

/**
 * The next command of a bot: it takes a drop in reach, strikes a monster in reach, walks to the nearest one or
 * about. Null while it is down, or strikes already.
 */
export function chooseCommand(options: {
  readonly state: Pick<WorldViewState, 'self' | 'drops' | 'monsters' | 'map'>
  readonly class: BotClass
  /** Ids of monsters and drops that it was refused. */
  readonly avoided: ReadonlySet<string>
  readonly striking: string | null
  readonly chance: Chance
}): WorldCommand | null {
  const { state, avoided, striking, chance } = options
  const { drops, map, monsters, self } = state
  if (self === null || self.hp === 0) return null
  const reach = reachOf(options.class)
  const drop = nearest(self.position, drops, avoided)
  if (drop !== undefined && distance(self.position, drop.position) <= PICK_UP_REACH) return { pickUp: drop.id }
  const struck = striking === null ? undefined : monsters.get(striking)
  if (struck !== undefined && distance(self.position, struck.position) <= reach) return null
  if (drop !== undefined) return { move: drop.position }
  const monster = nearest(self.position, monsters, avoided)
  if (monster === undefined) return { move: somewhere(self.position, map, chance) }
  return distance(self.position, monster.position) <= reach ? { attack: monster.id } : { move: monster.position }
}

const distance = (one: Cell, other: Cell): number => Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))

function nearest<T extends { readonly id: string; readonly position: Cell }>(
  from: Cell,
  entities: ReadonlyMap<string, T>,
  avoided: ReadonlySet<string>,
): T | undefined {
  let found: T | undefined
  for (const entity of entities.values()) {
    if (avoided.has(entity.id)) continue
    if (found === undefined || distance(from, entity.position) < distance(from, found.position)) found = entity
  }
  return found
}

const TRIES_MAX = 20

function somewhere(from: Cell, map: WorldViewState['map'], chance: Chance): Cell {
  const guess = () => ({ x: from.x + offset(chance), y: from.y + offset(chance) })
  let cell = guess()
  for (let tries = 1; tries < TRIES_MAX && map?.isWalkable(cell.x, cell.y) === false; tries++) cell = guess()
  return { x: Math.max(0, cell.x), y: Math.max(0, cell.y) }
}

const offset = (chance: Chance): number => chance(2 * WANDER_CELLS + 1) - WANDER_CELLS
