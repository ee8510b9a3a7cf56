import type { Cell, WorldViewState } from '@waystone/live-client'
import { distance } from './pursuit.js'

/** A place as seen from the character. */
export interface Whereabouts {
  readonly cells: number
  readonly direction: Direction
}

/** Something near the character, as the list beside the map tells of it. */
export interface Nearby extends Whereabouts {
  readonly kind: 'monster' | 'drop' | 'character' | 'pet'
  readonly id: string
  readonly name: string
  readonly level: number | null
  readonly hp: number | null
  readonly maxHp: number | null
}

export type Direction =
  | 'here'
  | 'north'
  | 'northEast'
  | 'east'
  | 'southEast'
  | 'south'
  | 'southWest'
  | 'west'
  | 'northWest'

const NEAR_MAX = 14
const POINTS = ['east', 'northEast', 'north', 'northWest', 'west', 'southWest', 'south', 'southEast'] as const

/** The point of the compass in which a cell lies; y counts to the north. */
export function directionTo(from: Cell, to: Cell): Direction {
  if (from.x === to.x && from.y === to.y) return 'here'
  const eighth = Math.round((Math.atan2(to.y - from.y, to.x - from.x) / Math.PI) * 4)
  return POINTS[(eighth + 8) % 8] ?? 'here'
}

/** The nearest entities; drops before monsters before players at the same distance. */
export function nearbyOf(state: Pick<WorldViewState, 'self' | 'monsters' | 'drops' | 'characters' | 'pets'>): Nearby[] {
  const { self } = state
  if (self === null) return []
  const at = (position: Cell) => whereabouts(self.position, position)
  const all: Nearby[] = []
  for (const { id, name, position } of state.drops.values())
    all.push({ kind: 'drop', id, name, level: null, hp: null, maxHp: null, ...at(position) })
  for (const { id, name, level, hp, maxHp, position } of state.monsters.values())
    all.push({ kind: 'monster', id, name, level, hp, maxHp, ...at(position) })
  for (const { id, name, level, hp, maxHp, position } of state.characters.values())
    if (id !== self.id) all.push({ kind: 'character', id, name, level, hp, maxHp, ...at(position) })
  for (const { id, name, level, position } of state.pets.values())
    all.push({ kind: 'pet', id, name, level, hp: null, maxHp: null, ...at(position) })
  return all.toSorted((one, other) => one.cells - other.cells).slice(0, NEAR_MAX)
}

/** Every other player in view by the id of the character, however many are nearer: unlike `nearbyOf`, without a limit. */
export function playersInView({
  self,
  characters,
}: Pick<WorldViewState, 'self' | 'characters'>): ReadonlyMap<string, Whereabouts> {
  const players = new Map<string, Whereabouts>()
  if (self === null) return players
  for (const { id, position } of characters.values())
    if (id !== self.id) players.set(id, whereabouts(self.position, position))
  return players
}

export const whereabouts = (from: Cell, to: Cell): Whereabouts => ({
  cells: distance(from, to),
  direction: directionTo(from, to),
})

/**
 * The order in which the list is shown. While it is held, because a pointer or the focus is in it, rows stay where
 * they are, so that the button under a finger is the one that was meant; new ones come at the end.
 */
export function arranged(shown: readonly string[], near: readonly Nearby[], isHeld: boolean): Nearby[] {
  if (!isHeld) return [...near]
  const rank = new Map(shown.map((id, index) => [id, index]))
  return near.toSorted((one, other) => (rank.get(one.id) ?? Infinity) - (rank.get(other.id) ?? Infinity) || 0)
}
