import type { MonsterKind } from '../content/monster-kinds.js'
import { reachableCells } from '../content/reachable-cells.js'
import type { MonsterSpawn, Portal, WorldMap } from '../content/world-content.js'
import {
  characterFields,
  dropFields,
  monsterFields,
  petFields,
  type CharacterRow,
  type MonsterRow,
  type PetRow,
  type Tables,
} from './entities.js'
import type { Change, Departure, Gain, Leaving } from './outcome.js'
import { createPathSearch, PATH_MAX, type PathSearch } from './path-search.js'
import { createRandom, type Random } from './random.js'
import { createTable } from './table.js'
import { createTileIndex, type TileIndex } from './tile-index.js'
import { readUuid } from './uuid-words.js'

/** The state that a snapshot holds. Everything else follows from it and from the content. */
export interface State extends Tables {
  readonly random: Random
  tick: number
  /** Of the next arrival and of the next drop. */
  nextSerial: number
  nextDrop: number
  /** 1 while nothing is given out that must last, because it cannot be saved at the moment. */
  gainsHeld: number
}

/**
 * One map while it runs: its state, the indexes that follow from the state, and what the current tick has
 * brought about.
 */
export interface MapWorld {
  readonly map: WorldMap
  readonly kinds: readonly MonsterKind[]
  readonly state: State
  readonly search: PathSearch
  /** Directions that the last search has found. */
  readonly found: Uint8Array
  /** Cells that searches may still visit in this tick: it bounds the time that a tick takes. */
  searchCells: number
  /** 1 for each cell, y · width + x, that the spawn is connected to: nobody stands elsewhere. */
  readonly reachable: Uint8Array
  readonly tiles: {
    readonly characters: TileIndex
    readonly monsters: TileIndex
    readonly drops: TileIndex
    readonly pets: TileIndex
  }
  /** Rows of characters and drops by what clients call them. */
  readonly rowOfCharacter: Map<string, number>
  readonly rowOfDrop: Map<number, number>
  /** Portals by their cell, y · width + x. */
  readonly portals: ReadonlyMap<number, Portal>
  /** Ids of characters by row, so that no change makes one anew. */
  readonly characterIds: string[]
  changes: Change[]
  gains: Gain[]
  departures: Departure[]
  leavings: Leaving[]
}

export function createState(words: Int32Array): State {
  return {
    random: createRandom(words),
    tick: 0,
    nextSerial: 1,
    nextDrop: 1,
    gainsHeld: 0,
    characters: createTable(characterFields),
    monsters: createTable(monsterFields),
    drops: createTable(dropFields),
    pets: createTable(petFields),
  }
}

/** The indexes of a state, also of a restored one. */
export function createMapWorld(map: WorldMap, kinds: readonly MonsterKind[], state: State): MapWorld {
  const index = () => createTileIndex(map.width, map.height)
  const world: MapWorld = {
    map,
    kinds,
    state,
    search: createPathSearch(map.grid),
    found: new Uint8Array(PATH_MAX),
    searchCells: 0,
    reachable: reachableCells(map.grid, map.spawn),
    tiles: { characters: index(), monsters: index(), drops: index(), pets: index() },
    rowOfCharacter: new Map(),
    rowOfDrop: new Map(),
    portals: new Map(map.portals.map(portal => [portal.at.y * map.width + portal.at.x, portal])),
    characterIds: [],
    changes: [],
    gains: [],
    departures: [],
    leavings: [],
  }
  for (const character of state.characters.rows) if (character.active === 1) indexCharacter(world, character)
  for (const monster of state.monsters.rows)
    if (monster.hp > 0) world.tiles.monsters.add(monster.row, monster.x, monster.y)
  for (const drop of state.drops.rows)
    if (drop.active === 1) {
      world.tiles.drops.add(drop.row, drop.x, drop.y)
      world.rowOfDrop.set(drop.number, drop.row)
    }
  for (const pet of state.pets.rows)
    if (pet.active === 1 && pet.summoned === 1) world.tiles.pets.add(pet.row, pet.x, pet.y)
  return world
}

export function indexCharacter(world: MapWorld, character: CharacterRow): void {
  const id = readUuid(character)
  world.characterIds[character.row] = id
  world.rowOfCharacter.set(id, character.row)
  world.tiles.characters.add(character.row, character.x, character.y)
}

export const characterIdOf = (world: MapWorld, row: number): string => {
  const id = world.characterIds[row]
  if (id === undefined) throw new RangeError(`Row ${row} holds no character`)
  return id
}

export const spawnOf = (world: MapWorld, monster: MonsterRow): MonsterSpawn => {
  const spawn = world.map.monsters[monster.row]
  if (spawn === undefined) throw new RangeError(`Row ${monster.row} is no monster of ${world.map.name}`)
  return spawn
}

export const kindAt = (world: MapWorld, index: number): MonsterKind => {
  const kind = world.kinds[index]
  if (kind === undefined) throw new RangeError(`There is no kind ${index}`)
  return kind
}

export const kindOfMonster = (world: MapWorld, monster: MonsterRow): MonsterKind =>
  kindAt(world, spawnOf(world, monster).kind)

/** A character that is in the world and alive; undefined for a target that is gone. */
export function livingCharacter(world: MapWorld, row: number): CharacterRow | undefined {
  const character = world.state.characters.find(row)
  return character !== undefined && character.hp > 0 ? character : undefined
}

export function* petsOf(world: MapWorld, owner: CharacterRow): Generator<PetRow> {
  for (const pet of world.state.pets.rows) if (pet.active === 1 && pet.owner === owner.row) yield pet
}

export const isReachable = ({ map, reachable }: MapWorld, x: number, y: number): boolean =>
  x >= 0 && y >= 0 && x < map.width && y < map.height && reachable[y * map.width + x] === 1
