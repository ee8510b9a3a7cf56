import { distance, type CharacterRow } from './entities.js'
import { livingCharacter, type MapWorld } from './state.js'

/** How far from the killer a member still shares: as far as a viewer sees (notifier/view-rectangle.ts). */
export const SHARE_DISTANCE = 20

interface Share {
  readonly character: CharacterRow
  readonly experience: number
}

/**
 * Splits the experience of a kill among the living members of the killer's party within view. Of `n`, each gets
 * `floor(experience / n)`, and the killer what is left beside: the parts sum up to the whole, to the unit. Members are
 * in the order of their rows, which a replay repeats.
 */
export function shareExperience(
  world: MapWorld,
  killer: CharacterRow,
  experience: number,
): { readonly own: number; readonly shares: readonly Share[] } {
  const members = killer.party === 0 ? [] : membersNear(world, killer)
  const each = Math.floor(experience / (members.length + 1))
  if (each === 0) return { own: experience, shares: [] }
  const shares = members.map(character => ({ character, experience: each }))
  return { own: experience - each * shares.length, shares }
}

function membersNear(world: MapWorld, killer: CharacterRow): readonly CharacterRow[] {
  const members: CharacterRow[] = []
  world.tiles.characters.near(killer.x, killer.y, SHARE_DISTANCE, row => {
    const character = livingCharacter(world, row)
    if (character === undefined || row === killer.row || character.party !== killer.party) return
    // A tile holds cells that lie farther.
    if (distance(killer, character) <= SHARE_DISTANCE) members.push(character)
  })
  return members.toSorted((one, other) => one.row - other.row)
}
