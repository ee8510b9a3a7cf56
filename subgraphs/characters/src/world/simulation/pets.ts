import type { CommandRejection } from '../../domain/command-rejection.js'
import { CHANCE_ONE } from '../content/monster-kinds.js'
import { distance, type CharacterRow, type MonsterRow, type PetRow } from './entities.js'
import type { PetRecord } from './outcome.js'
import { characterIdOf, kindAt, kindOfMonster, petsOf, spawnOf, type MapWorld } from './state.js'
import { drawUuid, readUuid, writeUuid } from './uuid-words.js'
import { NO_STEP, setGoal, stand, stepOf, walk } from './walking.js'

export const PETS_MAX = 10
/** A character begins with as many lures, and has one more from each level. */
export const LURES_AT_FIRST = 3
const FEELING_MAX = 100
const HUNGER_OF_TAMED = 30
const INTIMACY_OF_TAMED = 25
/** A pet gets hungrier by one in 36 seconds, so from full to starving in an hour. */
const HUNGER_TICKS = 900
/** Less hungry, it does not eat. */
const EATS_FROM = 25
const MEAL = 40
/** An owner who waited too long to feed a pet gains less intimacy. */
const STARVED_FROM = 75
const LIKING_OF_MEAL = 5
const LIKING_OF_LATE_MEAL = 2
/** Followed at this distance, and fetched from that one. */
const FOLLOW_DISTANCE = 2
const FETCH_DISTANCE = 15
const FOLLOW_TICKS = 5
const FOLLOW_SEARCH_CELLS = 256
/** Faster than any character, so that it keeps up. */
const CELLS_PER_SECOND = 8

export const luresLeft = (character: CharacterRow): number => LURES_AT_FIRST + character.level - character.luresUsed

/**
 * One attempt to tame a monster; it takes a lure. The chance is the kind's, when the monster has no hit points left,
 * and falls to a fifth of it for an unhurt one: `tameChance · (maxHp − ⌊0.8 · hp⌋) / maxHp`.
 * @returns whether the monster is a pet now
 */
export function tame(world: MapWorld, character: CharacterRow, monster: MonsterRow): boolean {
  const kind = kindOfMonster(world, monster)
  const characterId = characterIdOf(world, character.row)
  character.luresUsed++
  world.gains.push({ type: 'lureUsed', characterId })
  const chance = Math.floor((kind.tameChance * (kind.maxHp - Math.floor((4 * monster.hp) / 5))) / kind.maxHp)
  if (world.state.random.below(CHANCE_ONE) >= chance) return false
  const pet = world.state.pets.take()
  drawUuid(world.state.random, pet)
  pet.owner = character.row
  pet.kind = spawnOf(world, monster).kind
  pet.hunger = HUNGER_OF_TAMED
  pet.intimacy = INTIMACY_OF_TAMED
  pet.hungerIn = HUNGER_TICKS
  world.gains.push({ type: 'tamed', characterId, pet: petRecord(world, pet) })
  return true
}

export function addPets(world: MapWorld, owner: CharacterRow, records: readonly PetRecord[]): void {
  for (const record of records) {
    const pet = world.state.pets.take()
    writeUuid(pet, record.petId)
    pet.owner = owner.row
    pet.kind = world.kinds.findIndex(({ id }) => id === record.kindId)
    if (pet.kind === -1) throw new RangeError(`There is no kind ${record.kindId}`)
    pet.hunger = record.hunger
    pet.intimacy = record.intimacy
    pet.hungerIn = HUNGER_TICKS
    if (record.summoned) summon(world, owner, pet)
  }
}

export function removePets(world: MapWorld, owner: CharacterRow): void {
  for (const pet of petsOf(world, owner)) {
    if (pet.summoned === 1) dismiss(world, pet)
    world.state.pets.release(pet)
  }
}

export const petRecord = (world: MapWorld, pet: PetRow): PetRecord => ({
  petId: readUuid(pet),
  kindId: kindAt(world, pet.kind).id,
  summoned: pet.summoned === 1,
  hunger: pet.hunger,
  intimacy: pet.intimacy,
})

/** The pet that walks with its owner, if one does. */
export function summonedPet(world: MapWorld, owner: CharacterRow): PetRow | undefined {
  for (const pet of petsOf(world, owner)) if (pet.summoned === 1) return pet
  return undefined
}

export function summon(world: MapWorld, owner: CharacterRow, pet: PetRow): void {
  pet.summoned = 1
  pet.x = owner.x
  pet.y = owner.y
  world.tiles.pets.add(pet.row, pet.x, pet.y)
  world.changes.push({ type: 'petAppeared', ...namesOf(world, pet), x: pet.x, y: pet.y })
}

export function dismiss(world: MapWorld, pet: PetRow): void {
  world.tiles.pets.remove(pet.row, pet.x, pet.y)
  world.changes.push({ type: 'petLeft', petId: readUuid(pet), x: pet.x, y: pet.y })
  stand(pet)
  pet.summoned = 0
}

/** @returns why it does not eat; null when it has eaten */
export function feed(world: MapWorld, owner: CharacterRow, pet: PetRow): CommandRejection | null {
  if (pet.hunger < EATS_FROM) return 'PET_NOT_HUNGRY'
  const liking = pet.hunger >= STARVED_FROM ? LIKING_OF_LATE_MEAL : LIKING_OF_MEAL
  pet.hunger = Math.max(0, pet.hunger - MEAL)
  pet.intimacy = Math.min(FEELING_MAX, pet.intimacy + liking)
  tellChange(world, owner, pet)
  return null
}

export function tellChange(world: MapWorld, owner: CharacterRow, pet: PetRow): void {
  world.gains.push({ type: 'petChanged', characterId: characterIdOf(world, owner.row), pet: petRecord(world, pet) })
}

/** One tick of all summoned pets: they follow, and get hungry. */
export function actPets(world: MapWorld): void {
  for (const pet of world.state.pets.rows) {
    if (pet.active !== 1 || pet.summoned !== 1) continue
    const owner = world.state.characters.at(pet.owner)
    follow(world, pet, owner)
    pet.hungerIn--
    if (pet.hungerIn === 0) hunger(world, pet, owner)
  }
}

function follow(world: MapWorld, pet: PetRow, owner: CharacterRow): void {
  const away = distance(pet, owner)
  if (away > FETCH_DISTANCE) return fetch(world, pet, owner)
  const looks = (world.state.tick + pet.row) % FOLLOW_TICKS === 0
  if (away <= FOLLOW_DISTANCE) stand(pet)
  else if (looks && world.searchCells > 0) setGoal(world, pet, owner, FOLLOW_SEARCH_CELLS)
  const direction = walk(world, pet, { cellsPerSecond: CELLS_PER_SECOND, searchCellsMax: FOLLOW_SEARCH_CELLS })
  if (direction !== NO_STEP)
    world.changes.push({
      type: 'petMoved',
      ...namesOf(world, pet),
      ...stepOf(world.tiles.pets, pet, direction),
    })
}

const namesOf = (world: MapWorld, pet: PetRow) => ({
  petId: readUuid(pet),
  ownerId: characterIdOf(world, pet.owner),
})

function fetch(world: MapWorld, pet: PetRow, { x, y }: CharacterRow): void {
  const { row, x: fromX, y: fromY } = pet
  stand(pet)
  world.tiles.pets.remove(row, fromX, fromY)
  pet.x = x
  pet.y = y
  world.tiles.pets.add(row, x, y)
  world.changes.push({ type: 'petMoved', ...namesOf(world, pet), fromX, fromY, x, y })
}

/** A starving pet likes its owner less, until it runs away. */
function hunger(world: MapWorld, pet: PetRow, owner: CharacterRow): void {
  pet.hungerIn = HUNGER_TICKS
  if (pet.hunger < FEELING_MAX) pet.hunger++
  else pet.intimacy--
  if (pet.intimacy > 0) return tellChange(world, owner, pet)
  const petId = readUuid(pet)
  dismiss(world, pet)
  world.state.pets.release(pet)
  world.gains.push({ type: 'petLost', characterId: characterIdOf(world, owner.row), petId })
}
