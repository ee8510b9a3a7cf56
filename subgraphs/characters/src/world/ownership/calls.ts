import { defineCall } from '@waystone/kit/service-client'
import * as z from 'zod'
import type { CommandRejection } from '../../domain/command-rejection.js'
import type { LiveCharacter } from '../loop/messages.js'
import type { PetRecord } from '../simulation/outcome.js'
import { characterWish } from '../wish.js'

/** Calls among the processes of this subgraph: from the one that was asked to the one that runs the map. */
export const among = { service: 'characters', callers: ['characters'] }

/** Of values that only processes of this code make: their shape is theirs to know. */
export const ours = <Value>() => z.custom<Value>(value => value !== undefined)

/** `elsewhere`: the character is not in the world here, but is or may be at another process. */
const outcome = z.union([
  z.literal('elsewhere'),
  z.object({ tick: z.int(), rejected: z.nullable(ours<CommandRejection>()) }),
])
export type Outcome = z.infer<typeof outcome>

export const COMMANDS_PER_CALL_MAX = 100

const command = z.object({
  /** A command that is repeated, since its answer was lost, has the first one's answer. */
  commandId: z.uuid(),
  characterId: z.uuid(),
  wish: characterWish,
  clientSequence: z.nullable(z.int()),
})
export type WorldCommand = z.infer<typeof command>

/** Commands in the order in which they were given; one call takes what one turn of the event loop brings. */
export const worldCommands = defineCall({
  ...among,
  operation: 'world-commands',
  input: z.object({ commands: z.array(command).max(COMMANDS_PER_CALL_MAX) }),
  output: z.object({ outcomes: z.array(outcome) }),
})

export const worldEnter = defineCall({
  ...among,
  operation: 'world-enter',
  input: z.object({ characterId: z.uuid(), clientSequence: z.nullable(z.int()) }),
  output: outcome,
})

/** Something is to be taken: a map that was given up, or a character that has come to one. */
export const worldLook = defineCall({
  ...among,
  operation: 'world-look',
  input: z.object({}),
  output: z.object({}),
})

/** A character that is in the world, or was in it a moment ago, with its pets. */
export interface Present {
  readonly live: LiveCharacter
  readonly pets: readonly PetRecord[]
  /** False for one that has left the world, and is yet to be saved. */
  readonly isOnline: boolean
}

export const PLAYED_CHARACTERS_MAX = 1_000

/** Those of the characters that sessions of this process's clients play. */
export const worldPlayed = defineCall({
  ...among,
  operation: 'world-played',
  input: z.object({ characterIds: z.array(z.uuid()).max(PLAYED_CHARACTERS_MAX) }),
  output: z.object({ played: z.array(z.uuid()) }),
})

export const LIVE_CHARACTERS_MAX = 1_000

/** The world of one process as its last finished tick left it; of the characters, those that are there. */
export const worldLive = defineCall({
  ...among,
  operation: 'world-live',
  input: z.object({ characterIds: z.array(z.string()).max(LIVE_CHARACTERS_MAX) }),
  output: z.object({
    tick: z.int(),
    tickP50Ms: z.number(),
    tickP99Ms: z.number(),
    overruns: z.int(),
    /** One of its maps is between two processes. */
    isMoving: z.boolean(),
    players: z.array(z.object({ mapId: z.uuid(), count: z.int() })),
    characters: z.array(ours<Present>()),
  }),
})
export type LiveAnswer = z.infer<typeof worldLive.output>

/** Characters of one page of a map, and one more. */
const ONLINE_MAX = 101

/** Ids of characters that are on one of the process's maps, by id, behind an id. */
export const worldOnline = defineCall({
  ...among,
  operation: 'world-online',
  input: z.object({
    mapId: z.uuid(),
    after: z.nullable(z.uuid()),
    limit: z.int().min(1).max(ONLINE_MAX),
  }),
  output: z.object({ characterIds: z.array(z.uuid()) }),
})
export type OnlinePage = z.infer<typeof worldOnline.input>
