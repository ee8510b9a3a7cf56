import { characterClasses } from '../../domain/character.js'
import { monsterId } from '../ids.js'
import type { CharacterRow } from '../simulation/entities.js'
import { characterIdOf, type MapWorld } from '../simulation/state.js'
import type { LiveCharacter } from './messages.js'

/** Finds the characters of one map that a tick has changed: most ticks change a fifth of them. */
export interface LiveTracker {
  changedIn(world: MapWorld): readonly LiveCharacter[]
}

const tracked = [
  'active',
  'serial',
  'x',
  'y',
  'level',
  'experience',
  'hp',
  'hairStyle',
  'hairColor',
  'clothColor',
  'target',
  'luresUsed',
] as const satisfies readonly (keyof CharacterRow)[]

export function createLiveTracker(): LiveTracker {
  /** The tracked fields of each row, as they were. */
  let known = new Int32Array(0)
  return {
    changedIn: world => {
      const { rows } = world.state.characters
      if (known.length < rows.length * tracked.length) {
        const longer = new Int32Array(rows.length * tracked.length * 2)
        longer.set(known)
        known = longer
      }
      return rows.flatMap(character => {
        let isChanged = false
        for (const [offset, field] of tracked.entries()) {
          const at = character.row * tracked.length + offset
          if (known[at] === character[field]) continue
          known[at] = character[field]
          isChanged = true
        }
        return isChanged && character.active === 1 ? liveCharacter(world, character) : []
      })
    },
  }
}

function liveCharacter(world: MapWorld, character: CharacterRow): LiveCharacter {
  const characterClass = characterClasses[character.class]
  if (characterClass === undefined) throw new RangeError(`There is no class ${character.class}`)
  const { hairStyle, hairColor, clothColor, experience, hp, level, luresUsed, row, target, x, y } = character
  return {
    characterId: characterIdOf(world, row),
    mapId: world.map.id,
    position: { x, y },
    class: characterClass,
    level,
    experience,
    hp,
    appearance: { hairStyle, hairColor, clothColor },
    target: target === 0 ? null : monsterId(world.map.code, target - 1),
    luresUsed,
  }
}
