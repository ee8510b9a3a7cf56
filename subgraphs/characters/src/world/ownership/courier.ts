import { setTimeout as delay } from 'node:timers/promises'
import DataLoader from 'dataloader'
import { LRUCache } from 'lru-cache'
import { readTogether } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'
import { dropAbandoned, findPlaces } from '../../repositories/world.js'
import type { WorldContent } from '../content/world-content.js'
import { COMMANDS_PER_CALL_MAX, worldCommands, worldEnter, type Outcome, type WorldCommand } from './calls.js'
import type { LocalWorld } from './local-world.js'
import type { Peers } from './peers.js'
import type { Tenure } from './tenure.js'
import type { WorldReader } from './world-reader.js'

/** A command waits no longer for a map that no process has, or whose process does not answer. */
export const DELIVERY_MS = 2_000
/** Between two tries. */
const RETRY_MS = 50
/** Characters whose map is remembered, so that their commands need no read. */
const PLACES_MAX = 50_000

/** Processes that commands are brought to at the same time. */
const PROCESSES_MAX = 50

export type Answer = Exclude<Outcome, 'elsewhere'>

/** Brings commands to the process that runs the character's map. */
export interface Courier {
  /** Rejected with WORLD_CLOSED where no process has taken the command in time. */
  command(command: WorldCommand): Promise<Answer>
  enter(characterId: string, clientSequence: number | null): Promise<Answer>
  /** The maps that these characters are on, or will be when they enter; without those that there are not. */
  mapsOf(characterIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}

export interface CourierParts {
  readonly pool: Queryable
  readonly content: WorldContent
  readonly tenure: Tenure
  readonly peers: Peers
  readonly local: () => LocalWorld
  readonly reader: WorldReader
  readonly liveMapOf: (characterId: string) => string | undefined
}

interface Delivery {
  readonly here: () => Promise<Outcome>
  readonly there: (url: string, leftMs: number) => Promise<Outcome | null>
}

const closed: Answer = { tick: 0, rejected: 'WORLD_CLOSED' }

export function createCourier(parts: CourierParts): Courier {
  const { content, liveMapOf, local, peers, pool, reader, tenure } = parts
  const known = new LRUCache<string, string>({ max: PLACES_MAX })

  const findPlace = readTogether(async (ids: readonly string[]) => {
    const places = await findPlaces(pool, ids)
    return ids.map(id => places.get(id))
  })
  const readMapOf = async (characterId: string): Promise<string | undefined> => {
    const place = await findPlace(characterId)
    if (place !== undefined) return content.mapOf(place.mapId).id
    // One that was erased may be in the world for a moment.
    return (await reader.present([characterId])).get(characterId)?.live.mapId
  }
  /** One call for the commands of one turn, which keeps them in their order. */
  const batches = new LRUCache<string, DataLoader<WorldCommand, Outcome | null>>({
    max: PROCESSES_MAX,
    memoMethod: url =>
      new DataLoader(
        async commands => {
          const answer = await peers.call(url, worldCommands, { commands: [...commands] }, DELIVERY_MS)
          return commands.map((_, place) => answer?.outcomes[place] ?? null)
        },
        { cache: false, maxBatchSize: COMMANDS_PER_CALL_MAX },
      ),
  })
  const tryOnce = async (mapId: string, { here, there }: Delivery, leftMs: number): Promise<Outcome> => {
    if (tenure.isOverdue) await tenure.look()
    const owner = tenure.ownerOf(mapId)
    if (owner.at === 'here') return await here()
    return owner.at === 'there' ? ((await there(owner.url, leftMs)) ?? closed) : closed
  }
  const deliver = async (characterId: string, delivery: Delivery): Promise<Answer> => {
    const endsMs = performance.now() + DELIVERY_MS
    let mapId = liveMapOf(characterId) ?? known.get(characterId) ?? (await readMapOf(characterId))
    for (let tries = 1; mapId !== undefined && tenure.hasBegun; tries++) {
      const outcome = await tryOnce(mapId, delivery, Math.max(1, endsMs - performance.now()))
      if (outcome !== 'elsewhere' && outcome.rejected !== 'WORLD_CLOSED') {
        known.set(characterId, mapId)
        return outcome
      }
      known.delete(characterId)
      if (performance.now() + RETRY_MS >= endsMs) return closed
      if (outcome !== 'elsewhere' || tries > 1) await delay(RETRY_MS)
      await tenure.look()
      mapId = await readMapOf(characterId)
    }
    return mapId === undefined ? { tick: 0, rejected: 'NOT_IN_WORLD' } : closed
  }
  /** The delivery as a whole ends in time, too, when the database does not answer. */
  const bounded = async (delivering: Promise<Answer>): Promise<Answer> => {
    // A timer that is aborted by a signal would make an error, with its stack, for each command.
    let late: NodeJS.Timeout | undefined
    const ended = new Promise<Answer>(resolve => {
      late = setTimeout(() => resolve(closed), 2 * DELIVERY_MS)
    })
    try {
      return await Promise.race([delivering, ended])
    } finally {
      clearTimeout(late)
    }
  }
  return {
    command: async command => {
      const answer = await bounded(
        deliver(command.characterId, {
          here: () => local().command(command),
          there: url => batches.memo(url).load(command),
        }),
      )
      // A character that is to leave, since its player is banned, say, does not come back with its map.
      const isAbandoned = answer.rejected === 'WORLD_CLOSED' && command.wish.type === 'leave' && tenure.hasBegun
      return isAbandoned && (await dropAbandoned(pool, command.characterId)) ? { ...answer, rejected: null } : answer
    },
    enter: (characterId, clientSequence) =>
      bounded(
        deliver(characterId, {
          here: () => local().enter(characterId, clientSequence),
          there: (url, leftMs) => peers.call(url, worldEnter, { characterId, clientSequence }, leftMs),
        }),
      ),
    mapsOf: async characterIds => {
      const maps = await Promise.all(
        characterIds.map(async id => ({ id, mapId: liveMapOf(id) ?? (await readMapOf(id)) })),
      )
      return new Map(maps.flatMap(({ id, mapId }) => (mapId === undefined ? [] : [[id, mapId]])))
    },
  }
}
