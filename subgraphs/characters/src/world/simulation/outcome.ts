import type { CharacterClass } from '../../domain/character.js'
import type { CommandRejection } from '../../domain/command-rejection.js'
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
  /** Number of its party; 0 for none. */
  readonly party: number
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

/** Something that those near see; `x` and `y` are the cell where it happens. */
export type Change = { readonly x: number; readonly y: number } & (
  | CharacterChange
  | MonsterChange
  | DropChange
  | PetChange
)

/** Of an entity that was on one cell before, and is on another now. */
interface Step {
  readonly fromX: number
  readonly fromY: number
}

type CharacterChange = { readonly characterId: string } & (
  | { readonly type: 'characterAppeared' | 'characterLeft' | 'characterDied' }
  | ({ readonly type: 'characterMoved' } & Step)
  | { readonly type: 'appearanceChanged'; readonly appearance: Appearance }
  | { readonly type: 'characterSaid'; readonly text: string }
  | { readonly type: 'characterDamaged'; readonly byMonster: number; readonly damage: number; readonly hp: number }
  | { readonly type: 'characterLeveledUp'; readonly level: number }
)

/** Monsters are named by their row, which is theirs forever. */
type MonsterChange = {
  readonly row: number
} /** `monsterLeft` is a tamed one: it is in the world no more, though nobody killed it. */ & (
  | { readonly type: 'monsterAppeared' | 'monsterLeft' }
  | ({ readonly type: 'monsterMoved' } & Step)
  | {
      readonly type: 'monsterDamaged'
      readonly byCharacterId: string
      readonly damage: number
      readonly hp: number
    }
  | { readonly type: 'monsterDied'; readonly byCharacterId: string }
)

type DropChange = { readonly number: number } & (
  | { readonly type: 'dropAppeared'; readonly name: string }
  | { readonly type: 'dropLeft' }
  | { readonly type: 'dropTaken'; readonly byCharacterId: string }
)

type PetChange = { readonly petId: string } & (
  | { readonly type: 'petAppeared'; readonly ownerId: string }
  | { readonly type: 'petLeft' }
  | ({ readonly type: 'petMoved'; readonly ownerId: string } & Step)
)

/** Something that must last, in the order in which it happened. */
export type Gain =
  | {
      readonly type: 'killed'
      readonly characterId: string
      /** The id of the monster's kind. */
      readonly kindId: string
      readonly experience: number
    }
  /** A share of the kill before it, of a member of the killer's party. */
  | {
      readonly type: 'shared'
      readonly characterId: string
      readonly byCharacterId: string
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

/** A character that has left the world, and where it stood. */
export interface Leaving {
  readonly character: CharacterRecord
  readonly at: Position
}

/** All that one tick has brought about. The arrays belong to the receiver. */
export interface TickOutcome {
  readonly tick: number
  /** For each command that was applied, in order: null, or why it was refused. */
  readonly results: readonly (CommandRejection | null)[]
  readonly changes: readonly Change[]
  readonly gains: readonly Gain[]
  readonly departures: readonly Departure[]
  readonly leavings: readonly Leaving[]
}
