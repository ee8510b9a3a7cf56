import { characterClasses } from '../../domain/character.js'
import type { Position } from '../../domain/position.js'
import { combatStatsOf } from './combat-stats.js'
import type { CharacterRow } from './entities.js'
import { calm } from './monsters.js'
import type { CharacterRecord } from './outcome.js'
import { addPets, petRecord, removePets } from './pets.js'
import { characterIdOf, indexCharacter, isReachable, petsOf, type MapWorld } from './state.js'
import { writeUuid } from './uuid-words.js'

/** How often a character's hit points come back. */
export const REGENERATION_TICKS = 150

/** Puts a character on the map; at the spawn, should the cell be in a wall, or none. */
export function addCharacter(world: MapWorld, record: CharacterRecord, at: Position | null): CharacterRow {
  const character = world.state.characters.take()
  const { x, y } = at !== null && isReachable(world, at.x, at.y) ? at : world.map.spawn
  writeUuid(character, record.characterId)
  character.x = x
  character.y = y
  character.serial = world.state.nextSerial++
  character.class = characterClasses.indexOf(record.class)
  character.level = record.level
  character.experience = record.experience
  character.hairStyle = record.appearance.hairStyle
  character.hairColor = record.appearance.hairColor
  character.clothColor = record.appearance.clothColor
  character.luresUsed = record.luresUsed
  character.party = record.party
  const { maxHp } = combatStatsOf(character)
  character.hp = Math.max(1, Math.min(maxHp, record.hp ?? maxHp))
  character.regenWait = REGENERATION_TICKS
  indexCharacter(world, character)
  world.changes.push({ type: 'characterAppeared', characterId: record.characterId, x, y })
  addPets(world, character, record.pets)
  return character
}

/** Takes a character off the map, with its pets, and forgets it wherever it is a target. */
export function removeCharacter(world: MapWorld, character: CharacterRow): CharacterRecord {
  const record = recordOf(world, character)
  const { characterId } = record
  removePets(world, character)
  for (const monster of world.state.monsters.rows) if (monster.target === character.row + 1) calm(monster)
  world.tiles.characters.remove(character.row, character.x, character.y)
  world.rowOfCharacter.delete(characterId)
  world.changes.push({ type: 'characterLeft', characterId, x: character.x, y: character.y })
  world.state.characters.release(character)
  return record
}

export function recordOf(world: MapWorld, character: CharacterRow): CharacterRecord {
  const characterClass = characterClasses[character.class]
  if (characterClass === undefined) throw new RangeError(`There is no class ${character.class}`)
  return {
    characterId: characterIdOf(world, character.row),
    class: characterClass,
    level: character.level,
    experience: character.experience,
    hp: character.hp,
    appearance: {
      hairStyle: character.hairStyle,
      hairColor: character.hairColor,
      clothColor: character.clothColor,
    },
    luresUsed: character.luresUsed,
    party: character.party,
    pets: Array.from(petsOf(world, character), pet => petRecord(world, pet)),
  }
}

/** Moves a character in no time, on its map or to another. */
export function transport(
  world: MapWorld,
  character: CharacterRow,
  target: { mapId: string; position: Position },
): void {
  const { mapId, position } = target
  const record = removeCharacter(world, character)
  if (mapId === world.map.id) addCharacter(world, record, position)
  else world.departures.push({ character: record, toMapId: mapId, to: position })
}
