import type { CharacterClass } from '../../domain/character.js'
import type { Appearance } from '../../domain/appearance.js'
import type { Position } from '../../domain/position.js'

/** A character as it comes to a map and goes from it: what lasts beyond the map. */
export interface CharacterRecord {
  readonly characterId: string
  readonly class: CharacterClass
  readonly level: number
  readonly experience: number
  /** Null for a rested one. */
  readonly hp: number | null
  readonly appearance: Appearance
  readonly luresUsed: number
  readonly pets: readonly PetRecord[]
}

export interface PetRecord {
  readonly petId: string
  /** The id of its kind. */
  readonly kindId: string
  readonly summoned: boolean
  /** Both from 0 to 100. */
  readonly hunger: number
  readonly intimacy: number
}

/**
 * Something that those near see. `x` and `y` are the cell where it happens; `row` finds the entity in its table,
 * as it is after the tick; what has appeared and is gone within one tick has left its row to another, as its id shows.
 */
export type Change =
  | {
      readonly type: 'characterAppeared'
      readonly row: number
      readonly characterId: string
      readonly x: number
      readonly y: number
    }
  | {
      readonly type: 'characterMoved' | 'monsterMoved' | 'petMoved'
      readonly row: number
      readonly fromX: number
      readonly fromY: number
      readonly x: number
      readonly y: number
    }
  | { readonly type: 'characterLeft'; readonly characterId: string; readonly x: number; readonly y: number }
  | { readonly type: 'appearanceChanged'; readonly row: number; readonly x: number; readonly y: number }
  | {
      readonly type: 'characterSaid'
      readonly row: number
      readonly text: string
      readonly x: number
      readonly y: number
    }
  | {
      readonly type: 'characterDamaged'
      readonly row: number
      readonly byMonster: number
      readonly damage: number
      readonly hp: number
      readonly x: number
      readonly y: number
    }
  | { readonly type: 'characterDied'; readonly row: number; readonly x: number; readonly y: number }
  | {
      readonly type: 'characterLeveledUp'
      readonly row: number
      readonly level: number
      readonly x: number
      readonly y: number
    }
  | { readonly type: 'monsterAppeared'; readonly row: number; readonly x: number; readonly y: number }
  | {
      readonly type: 'monsterDamaged'
      readonly row: number
      readonly byCharacterId: string
      readonly damage: number
      readonly hp: number
      readonly x: number
      readonly y: number
    }
  | {
      readonly type: 'monsterDied'
      readonly row: number
      readonly byCharacterId: string
      readonly x: number
      readonly y: number
    }
  /** Tamed: it is in the world no more, though nobody killed it. */
  | { readonly type: 'monsterLeft'; readonly row: number; readonly x: number; readonly y: number }
  | {
      readonly type: 'dropAppeared'
      readonly row: number
      readonly number: number
      readonly x: number
      readonly y: number
    }
  | {
      readonly type: 'dropTaken'
      readonly number: number
      readonly byCharacterId: string
      readonly x: number
      readonly y: number
    }
  | { readonly type: 'dropLeft'; readonly number: number; readonly x: number; readonly y: number }
  | {
      readonly type: 'petAppeared'
      readonly row: number
      readonly petId: string
      readonly x: number
      readonly y: number
    }
  | { readonly type: 'petLeft'; readonly petId: string; readonly x: number; readonly y: number }

/** Something that must last, in the order in which it happened. */
export type Gain =
  | {
      readonly type: 'killed'
      readonly characterId: string
      /** The id of the monster's kind. */
      readonly kindId: string
      readonly experience: number
    }
  | { readonly type: 'pickedUp'; readonly characterId: string; readonly itemId: string; readonly dropNumber: number }
  | { readonly type: 'appearanceChanged'; readonly characterId: string; readonly appearance: Appearance }
  | { readonly type: 'lureUsed'; readonly characterId: string }
  | { readonly type: 'tamed'; readonly characterId: string; readonly pet: PetRecord }
  | { readonly type: 'petChanged'; readonly characterId: string; readonly pet: PetRecord }
  | { readonly type: 'petLost'; readonly characterId: string; readonly petId: string }

/** A character that has left this map for another, through a portal or to its save point. */
export interface Departure {
  readonly character: CharacterRecord
  readonly toMapId: string
  readonly to: Position
}

/** All that one tick has brought about. The arrays belong to the receiver. */
export interface TickOutcome {
  readonly tick: number
  /** For each command that was applied, in order: null, or one plain sentence on why it was refused. */
  readonly results: readonly (string | null)[]
  readonly changes: readonly Change[]
  readonly gains: readonly Gain[]
  readonly departures: readonly Departure[]
}
