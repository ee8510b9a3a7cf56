import type { Row, Table } from './table.js'
import { uuidFields } from './uuid-words.js'

/** Ten directions of a path in a field, three bits each. */
export const pathFields = ['path0', 'path1', 'path2', 'path3', 'path4', 'path5'] as const

/** The columns of every table of walkers. */
const moverFields = [
  'x',
  'y',
  /** STANDING, ON_PATH or NEEDS_PATH. */
  'walking',
  /** Towards the next step, see walking.ts. */
  'progress',
  'goalX',
  'goalY',
  'pathLength',
  'pathStep',
  ...pathFields,
] as const
export type Mover = Row<(typeof moverFields)[number]>

export const STANDING = 0
export const ON_PATH = 1
/** Has a goal, and the steps known so far are walked. */
export const NEEDS_PATH = 2

export const characterFields = [
  ...moverFields,
  ...uuidFields,
  /** A number that no other arrival on this map has: a row is used again, a serial is not. */
  'serial',
  /** Index in `characterClasses`. */
  'class',
  'level',
  'experience',
  'hp',
  'hairStyle',
  'hairColor',
  'clothColor',
  /** Row of the monster that it strikes, plus 1; 0 for none. */
  'target',
  /** Ticks until it can strike again. */
  'attackWait',
  'regenWait',
  /** Ticks until it returns to the save point, while it is down; 0 while it lives. */
  'returnIn',
  'luresUsed',
  /** Number of its party; 0 for none. */
  'party',
] as const
export type CharacterField = (typeof characterFields)[number]
export type CharacterRow = Row<CharacterField>

/** A monster's kind and home follow from its row: a map's monsters are as many as its content says, forever. */
export const monsterFields = [
  ...moverFields,
  'hp',
  /** One of `moods`. */
  'mood',
  /** Row of the character that it chases or flees from, plus 1; 0 for none. */
  'target',
  'attackWait',
  /** Ticks until it decides anew where to go. */
  'decideIn',
  /** Ticks until the mood ends: of a flight, and of death. */
  'moodFor',
] as const
export type MonsterField = (typeof monsterFields)[number]
export type MonsterRow = Row<MonsterField>

export const moods = { wandering: 0, chasing: 1, fleeing: 2, dead: 3 } as const

export const dropFields = [
  'x',
  'y',
  /** Unlike rows, numbers are never used again: the drop's id. */
  'number',
  /** The kind of monster that left it, and which of its drops. */
  'kind',
  'slot',
  /** Serial of the character that may take it alone, while `ownedFor` lasts. */
  'owner',
  'ownedFor',
  'lastsFor',
] as const
export type DropField = (typeof dropFields)[number]
export type DropRow = Row<DropField>

/** Every pet of every character on the map; only summoned ones stand somewhere. */
export const petFields = [
  ...moverFields,
  ...uuidFields,
  /** Row of its owner. */
  'owner',
  'kind',
  'summoned',
  'hunger',
  'intimacy',
  'hungerIn',
] as const
export type PetField = (typeof petFields)[number]
export type PetRow = Row<PetField>

export interface Tables {
  readonly characters: Table<CharacterField>
  readonly monsters: Table<MonsterField>
  readonly drops: Table<DropField>
  readonly pets: Table<PetField>
}

/** Steps of a king from one cell to the other: how far reach and sight go. */
export const distance = (one: { x: number; y: number }, other: { x: number; y: number }): number =>
  Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))
