import type { CommandRejection } from '../../domain/command-rejection.js'
import type { Appearance } from '../../domain/appearance.js'
import type { Position } from '../../domain/position.js'
import { findTarget, WALK_SEARCH_CELLS } from './characters.js'
import { pickUp } from './drops.js'
import { distance, type CharacterRow, type PetRow } from './entities.js'
import { addExperience } from './experience-gain.js'
import { takeOut } from './monsters.js'
import type { CharacterRecord } from './outcome.js'
import { dismiss, feed, luresLeft, PETS_MAX, summon, summonedPet, tame, tellChange } from './pets.js'
import { addCharacter, removeCharacter } from './place-character.js'
import { characterIdOf, isReachable, kindOfMonster, petsOf, type MapWorld } from './state.js'
import { setGoal, stand } from './walking.js'
import { readUuid } from './uuid-words.js'

/** A wish that the next tick fulfils or refuses. Monsters and drops are named by row and number, as their ids say. */
export type Command =
  | { readonly type: 'enter'; readonly character: CharacterRecord; readonly at: Position | null }
  | { readonly type: 'gainExperience'; readonly characterId: string; readonly amount: number }
  /** The party that the character is in from now on; 0 for none. */
  | { readonly type: 'joinParty'; readonly characterId: string; readonly party: number }
  /** While gains are held, nobody strikes, takes or changes what would have to be saved. */
  | { readonly type: 'holdGains'; readonly held: boolean }
  | PlayerCommand

/** A command of a character that is on the map. */
export type PlayerCommand = { readonly characterId: string } & (
  | { readonly type: 'leave' | 'dismissPet' | 'feedPet' }
  | { readonly type: 'move'; readonly to: Position }
  | { readonly type: 'attack' | 'tame'; readonly monster: number }
  | { readonly type: 'pickUp'; readonly drop: number }
  | { readonly type: 'changeAppearance'; readonly appearance: Appearance }
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'summonPet'; readonly petId: string }
)

/** Farther goals are refused: a search for one could cost a whole tick. */
export const MOVE_DISTANCE_MAX = 64

/**
 * True for a command that may search for a path: it waits for the next tick once this tick's searches are
 * spent.
 */
export const needsSearch = (command: Command): boolean => command.type === 'move'

/** @returns null, or why nothing was changed */
export function applyCommand(world: MapWorld, command: Command): CommandRejection | null {
  if (command.type === 'enter') {
    if (!world.rowOfCharacter.has(command.character.characterId)) addCharacter(world, command.character, command.at)
    return null
  }
  if (command.type === 'holdGains') {
    world.state.gainsHeld = command.held ? 1 : 0
    return null
  }
  const row = world.rowOfCharacter.get(command.characterId)
  if (row === undefined) return 'NOT_IN_WORLD'
  const character = world.state.characters.at(row)
  if (command.type === 'gainExperience') {
    addExperience(world, character, command.amount)
    return null
  }
  if (command.type === 'joinParty') {
    character.party = command.party
    return null
  }
  if (character.hp === 0 && !isFreeOfBody(command)) return 'CHARACTER_DOWN'
  if (world.state.gainsHeld === 1 && mustLast(command)) return 'GAINS_HELD'
  return applyToCharacter(world, character, command)
}

/** The fallen can leave and speak. */
const isFreeOfBody = ({ type }: PlayerCommand): boolean => type === 'leave' || type === 'say'

const mustLast = ({ type }: PlayerCommand): boolean => !['leave', 'say', 'move'].includes(type)

function applyToCharacter(world: MapWorld, character: CharacterRow, command: PlayerCommand): CommandRejection | null {
  switch (command.type) {
    case 'leave':
      leave(world, character)
      return null
    case 'move':
      return move(world, character, command.to)
    case 'attack':
      return attack(world, character, command.monster)
    case 'pickUp':
      return pickUp(world, character, command.drop)
    case 'changeAppearance':
      return changeAppearance(world, character, command.appearance)
    case 'say':
      say(world, character, command.text)
      return null
    case 'tame':
      return tameMonster(world, character, command.monster)
    case 'summonPet':
      return summonPet(world, character, command.petId)
    case 'dismissPet':
    case 'feedPet':
      return commandPet(world, character, command.type)
  }
}

function move(world: MapWorld, character: CharacterRow, to: Position): CommandRejection | null {
  if (to.x < 0 || to.y < 0 || to.x >= world.map.width || to.y >= world.map.height) return 'OUT_OF_MAP'
  if (!world.map.grid.isWalkable(to.x, to.y)) return 'IN_WALL'
  if (!isReachable(world, to.x, to.y)) return 'NO_WAY'
  if (distance(character, to) > MOVE_DISTANCE_MAX) return 'TOO_FAR'
  const outcome = setGoal(world, character, to, WALK_SEARCH_CELLS)
  if (outcome === 'too-far' || outcome === 'no-way') return 'WAY_TOO_LONG'
  character.target = 0
  return null
}

function attack(world: MapWorld, character: CharacterRow, row: number): CommandRejection | null {
  const monster = findTarget(world, character, row)
  if (typeof monster === 'string') return monster
  stand(character)
  character.target = row + 1
  return null
}

function leave(world: MapWorld, character: CharacterRow): void {
  const { x, y } = character
  world.leavings.push({ character: removeCharacter(world, character), at: { x, y } })
}

function say(world: MapWorld, { row, x, y }: CharacterRow, text: string): void {
  world.changes.push({ type: 'characterSaid', characterId: characterIdOf(world, row), text, x, y })
}

function changeAppearance(world: MapWorld, character: CharacterRow, appearance: Appearance): CommandRejection | null {
  const { x, y } = character
  const characterId = characterIdOf(world, character.row)
  character.hairStyle = appearance.hairStyle
  character.hairColor = appearance.hairColor
  character.clothColor = appearance.clothColor
  world.changes.push({ type: 'appearanceChanged', characterId, appearance, x, y })
  world.gains.push({ type: 'appearanceChanged', characterId, appearance })
  return null
}

function tameMonster(world: MapWorld, character: CharacterRow, row: number): CommandRejection | null {
  const monster = findTarget(world, character, row)
  if (typeof monster === 'string') return monster
  const kind = kindOfMonster(world, monster)
  if (kind.tameChance === 0) return 'NOT_TAMEABLE'
  if (luresLeft(character) <= 0) return 'NO_LURE'
  if ([...petsOf(world, character)].length >= PETS_MAX) return 'TOO_MANY_PETS'
  if (!tame(world, character, monster)) return null
  world.changes.push({ type: 'monsterLeft', row, x: monster.x, y: monster.y })
  takeOut(world, monster)
  return null
}

function summonPet(world: MapWorld, character: CharacterRow, petId: string): CommandRejection | null {
  const pet = [...petsOf(world, character)].find(candidate => readUuid(candidate) === petId)
  if (pet === undefined) return 'NO_SUCH_PET'
  const other = summonedPet(world, character)
  if (other === pet) return 'PET_IS_WITH_YOU'
  if (other !== undefined) putAway(world, character, other)
  summon(world, character, pet)
  tellChange(world, character, pet)
  return null
}

function commandPet(world: MapWorld, character: CharacterRow, type: 'dismissPet' | 'feedPet'): CommandRejection | null {
  const pet = summonedPet(world, character)
  if (pet === undefined) return 'NO_PET_WITH_YOU'
  if (type === 'feedPet') return feed(world, character, pet)
  putAway(world, character, pet)
  return null
}

function putAway(world: MapWorld, character: CharacterRow, pet: PetRow): void {
  dismiss(world, pet)
  tellChange(world, character, pet)
}
