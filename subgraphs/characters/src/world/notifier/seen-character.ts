import { characterClasses, type Character, type CharacterClass } from '../../domain/character.js'
import { artOfClass } from '../../domain/classes.js'
import { statsOf, type CharacterStats } from '../../domain/stats.js'
import type { Appearance } from '../../domain/appearance.js'
import type { Position } from '../../domain/position.js'
import { monsterId } from '../ids.js'
import type { CharacterRow } from '../simulation/entities.js'
import type { MapWorld } from '../simulation/state.js'

/**
 * The fields of a character that the simulation does not know: the lasting ones that viewers are shown, and its user's
 * blocks.
 */
export interface Profile {
  readonly characterId: string
  readonly name: string
  readonly ownerId: string
  /** The users whom the owner has blocked. */
  readonly blockedIds: readonly string[]
  /** Of two profiles of a character, the one with the higher version is later. */
  readonly blocksVersion: number
}

/** The version of the blocks of an owner who has never blocked anybody: social counts from 0. */
export const NO_BLOCKS = -1

/** @param blocks undefined for an owner who has never blocked anybody */
export const profileOf = (
  { id: characterId, name, userId: ownerId }: Pick<Character, 'id' | 'name' | 'userId'>,
  blocks: { readonly blockedIds: readonly string[]; readonly version: number } | undefined,
): Profile => ({
  characterId,
  name,
  ownerId,
  blockedIds: blocks?.blockedIds ?? [],
  blocksVersion: blocks?.version ?? NO_BLOCKS,
})

/**
 * A character as the resolvers of Character show it, at the end of a tick: to be read at once. Getters, since
 * most selections have few of the fields.
 */
export class SeenCharacter {
  readonly online = true
  readonly #world: MapWorld
  readonly #row: CharacterRow
  readonly #profile: Profile

  constructor(world: MapWorld, row: CharacterRow, profile: Profile) {
    this.#world = world
    this.#row = row
    this.#profile = profile
  }

  get id(): string {
    return this.#profile.characterId
  }

  get name(): string {
    return this.#profile.name
  }

  get owner(): { readonly id: string } {
    return { id: this.#profile.ownerId }
  }

  get class(): CharacterClass {
    const found = characterClasses[this.#row.class]
    if (found === undefined) throw new RangeError(`There is no class ${this.#row.class}`)
    return found
  }

  get art(): string {
    return artOfClass(this.class)
  }

  get level(): number {
    return this.#row.level
  }

  get experience(): number {
    return this.#row.experience
  }

  get stats(): CharacterStats {
    const stats = statsOf(this.class, this.#row.level)
    return { ...stats, hp: Math.min(stats.maxHp, this.#row.hp) }
  }

  get appearance(): Appearance {
    const { clothColor, hairColor, hairStyle } = this.#row
    return { hairStyle, hairColor, clothColor }
  }

  get map(): MapWorld['map'] {
    return this.#world.map
  }

  get position(): Position {
    return { x: this.#row.x, y: this.#row.y }
  }

  get target(): string | null {
    const { target } = this.#row
    return target === 0 ? null : monsterId(this.#world.map.code, target - 1)
  }
}

/** Undefined for a character that has left within the tick: the database has it then. */
export function seenCharacter(world: MapWorld, profile: Profile): SeenCharacter | undefined {
  const row = world.rowOfCharacter.get(profile.characterId)
  return row === undefined ? undefined : new SeenCharacter(world, world.state.characters.at(row), profile)
}
