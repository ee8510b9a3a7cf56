import { characterClasses } from '../../domain/character.js'
import { monsterId } from '../ids.js'
import type { CharacterRow } from '../simulation/entities.js'
import { characterIdOf, type MapWorld } from '../simulation/state.js'
import type { LiveCharacter } from './messages.js'

/** Finds the characters of one map that a tick has changed: most ticks change a fifth of them. */
export interface LiveTracker {
  /** Reports the character with the next tick, changed or not. */
  touch(row: number): void
  /** @param acknowledgedOf the last `clientSequence` of a character's client */
  changedIn(world: MapWorld, acknowledgedOf: (characterId: string) => number | null): readonly LiveCharacter[]
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
  'party',
] as const satisfies readonly (keyof CharacterRow)[]

export function createLiveTracker(): LiveTracker {
  /** The tracked fields of each row, as they were. */
  let known = new Int32Array(0)
  return {
    touch: row => {
      // No row has this value. Rows that are not known yet are reported anyway.
      known[row * tracked.length] = -1
    },
    changedIn: (world, acknowledgedOf) => {
      const { rows } = world.state.characters
      if (known.length < rows.length * tracked.length) {
        const longer = new Int32Array(rows.length * tracked.length * 2)
        longer.set(known)
        known = longer
      }
      const changed: LiveCharacter[] = []
      for (const character of rows) {
        const at = character.row * tracked.length
        if (isKnown(known, at, character)) continue
        for (const [offset, field] of tracked.entries()) known[at + offset] = character[field]
        if (character.active === 1) changed.push(liveCharacter(world, character, acknowledgedOf))
      }
      return changed
    },
  }
}

/** Each field by its name, in the order of `tracked`: read by a name that varies, a field costs ten times as much. */
const isKnown = (known: Int32Array, at: number, character: CharacterRow): boolean =>
  known[at] === character.active &&
  known[at + 1] === character.serial &&
  known[at + 2] === character.x &&
  known[at + 3] === character.y &&
  known[at + 4] === character.level &&
  known[at + 5] === character.experience &&
  known[at + 6] === character.hp &&
  known[at + 7] === character.hairStyle &&
  known[at + 8] === character.hairColor &&
  known[at + 9] === character.clothColor &&
  known[at + 10] === character.target &&
  known[at + 11] === character.luresUsed &&
  known[at + 12] === character.party

function liveCharacter(
  world: MapWorld,
  character: CharacterRow,
  acknowledgedOf: (characterId: string) => number | null,
): LiveCharacter {
  const characterClass = characterClasses[character.class]
  if (characterClass === undefined) throw new RangeError(`There is no class ${character.class}`)
  const { hairStyle, hairColor, clothColor, experience, hp, level, luresUsed, party, row, target, x, y } = character
  const characterId = characterIdOf(world, row)
  return {
    characterId,
    mapId: world.map.id,
    position: { x, y },
    class: characterClass,
    level,
    experience,
    hp,
    appearance: { hairStyle, hairColor, clothColor },
    target: target === 0 ? null : monsterId(world.map.code, target - 1),
    luresUsed,
    party,
    acknowledged: acknowledgedOf(characterId),
  }
}
