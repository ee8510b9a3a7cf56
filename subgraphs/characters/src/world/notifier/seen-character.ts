import { characterClasses, type CharacterClass } from '../../domain/character.js'
import { artOfClass } from '../../domain/classes.js'
import { statsOf, type CharacterStats } from '../../domain/stats.js'
import type { Appearance } from '../../domain/appearance.js'
import type { Position } from '../../domain/position.js'
import { monsterId } from '../ids.js'
import type { MapWorld } from '../simulation/state.js'

/** The lasting fields of a character that its viewers are shown, and that the simulation does not know. */
export interface Profile {
  readonly characterId: string
  readonly name: string
  readonly ownerId: string
}

/** A character as the resolvers of Character show it, at the end of a tick. */
export interface SeenCharacter {
  readonly id: string
  readonly name: string
  readonly owner: { readonly id: string }
  readonly class: CharacterClass
  readonly art: string
  readonly level: number
  readonly experience: number
  readonly stats: CharacterStats
  readonly appearance: Appearance
  readonly map: { readonly id: string; readonly width: number; readonly height: number }
  readonly position: Position
  readonly target: string | null
  readonly online: true
}

/** Undefined for a character that has left within the tick: the database has it then. */
export function seenCharacter(world: MapWorld, profile: Profile): SeenCharacter | undefined {
  const { characterId, name, ownerId } = profile
  const row = world.rowOfCharacter.get(characterId)
  if (row === undefined) return undefined
  const character = world.state.characters.at(row)
  const characterClass = characterClasses[character.class]
  if (characterClass === undefined) throw new RangeError(`There is no class ${character.class}`)
  const { clothColor, experience, hairColor, hairStyle, hp, level, target, x, y } = character
  const stats = statsOf(characterClass, level)
  return {
    id: characterId,
    name,
    owner: { id: ownerId },
    class: characterClass,
    art: artOfClass(characterClass),
    level,
    experience,
    stats: { ...stats, hp: Math.min(stats.maxHp, hp) },
    appearance: { hairStyle, hairColor, clothColor },
    map: world.map,
    position: { x, y },
    target: target === 0 ? null : monsterId(world.map.code, target - 1),
    online: true,
  }
}
