import type { MessagePort } from 'node:worker_threads'
import type { CharacterClass } from '../../domain/character.js'
import type { CommandRejection } from '../../domain/command-rejection.js'
import type { Appearance } from '../../domain/appearance.js'
import type { Position } from '../../domain/position.js'
import type { Profile } from '../notifier/seen-character.js'
import type { ViewBodies } from '../notifier/view-bodies.js'
import type { WatchOptions } from '../notifier/viewer.js'
import type { Command } from '../simulation/commands.js'
import type { Departure, Gain, Leaving, PetRecord } from '../simulation/outcome.js'
import type { Snapshot } from '../simulation/snapshot.js'
import type { TickStatus } from './tick-times.js'

/** A command on its way to the next tick. */
export interface Request {
  /** Of the answer. */
  readonly id: number
  readonly command: Command
  /** The map to enter; other commands go where the character is. */
  readonly mapId: string | null
  /** The client's own number for the command. */
  readonly clientSequence: number | null
  /** The tick of its map that applies it; left out, or gone by: the next one. */
  readonly atTick?: number
  /** Of a character that enters: it is taken in from the database without its player asking for it now. */
  readonly isArrival?: boolean
  /** Of a character that another process had until now: the last `clientSequence` that it has acknowledged. */
  readonly acknowledged?: number | null
  /** Of a character that enters. */
  readonly profile?: Profile | null
}

export interface Answer {
  readonly id: number
  readonly tick: number
  /** Why the command was refused; null for one that was applied. */
  readonly rejected: CommandRejection | null
}

/** A character that is in the world, as the last finished tick left it. */
export interface LiveCharacter {
  readonly characterId: string
  readonly mapId: string
  readonly position: Position
  readonly class: CharacterClass
  readonly level: number
  readonly experience: number
  readonly hp: number
  readonly appearance: Appearance
  /** The id of the monster that it strikes. */
  readonly target: string | null
  readonly luresUsed: number
  /** Number of its party; 0 for none. */
  readonly party: number
  /** The `clientSequence` of the last command that was applied or refused; null before the first. */
  readonly acknowledged: number | null
}

/** All that leaves the loop after one tick, in one message. */
export interface TickReport {
  readonly tick: number
  /** Milliseconds since 1970 when the tick was finished. */
  readonly at: number
  /** How long the tick took, how late it began, and how many the loop has skipped before it. */
  readonly pace: { readonly tookMs: number; readonly lateMs: number; readonly skipped: number }
  /** How the loop is doing, once a second; null with other ticks. */
  readonly status: TickStatus | null
  readonly answers: readonly Answer[]
  /** Characters that have come or changed. */
  readonly changed: readonly LiveCharacter[]
  /** All pets of each character whose pets have changed, or which has come. */
  readonly pets: readonly { readonly characterId: string; readonly pets: readonly PetRecord[] }[]
  /** Characters that are in the world no more, as they left it. */
  readonly left: readonly ({ readonly mapId: string } & Leaving)[]
  /** Characters that have gone to a map that is not in this loop. */
  readonly departed: readonly ({ readonly fromMapId: string; readonly acknowledged: number | null } & Departure)[]
  /** Maps that this loop has let go of, as they were. */
  readonly released: readonly ReleasedMap[]
  /** By map: the tick, its gains in order, the first one's number, and the hash of its state. */
  readonly maps: readonly {
    readonly mapId: string
    readonly tick: number
    readonly firstGain: number
    readonly gains: readonly Gain[]
    readonly hash: number
  }[]
  /** Null where no viewer is told anything. */
  readonly views: ViewBodies | null
}

/** A map that a loop begins with. */
export interface MapStart {
  readonly mapId: string
  /** The last tick that it has had. */
  readonly tick: number
  /** Of what comes; a snapshot has its own. */
  readonly seed: number
  /** The state that it goes on from; null for a new one. */
  readonly snapshot?: Snapshot | null
  readonly acknowledged?: Acknowledged
}

/** By character: the `clientSequence` of the last command that was applied or refused. */
export type Acknowledged = Readonly<Record<string, number>>

export interface ReleasedMap {
  readonly mapId: string
  readonly tick: number
  readonly snapshot: Snapshot
  /** Those who are on it. */
  readonly characterIds: readonly string[]
  readonly acknowledged: Acknowledged
}

export type ToLoop =
  | { readonly type: 'requests'; readonly requests: readonly Request[] }
  | ({ readonly type: 'watch'; readonly viewerId: number } & WatchOptions)
  | { readonly type: 'open'; readonly maps: readonly MapStart[] }
  | { readonly type: 'release'; readonly mapIds: readonly string[] }
  | { readonly type: 'resync' | 'unwatch'; readonly viewerId: number }
  | { readonly type: 'introduce'; readonly profiles: readonly Profile[] }
  | { readonly type: 'stop' }

/** The content and the maps that a loop begins with. */
export interface LoopStart {
  /** Null for the content that comes with Waystone. */
  readonly contentDirectory: string | null
  readonly maps: readonly MapStart[]
  /** Where recordings go, since their bytes are transferred; null: nothing is recorded. */
  readonly recordTo: MessagePort | null
}
