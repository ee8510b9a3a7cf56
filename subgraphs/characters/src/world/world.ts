import { randomUUID } from 'node:crypto'
import { repeat, type RepeatedJob } from '@waystone/kit/lifecycle'
import type { Logger } from '@waystone/kit/logger'
import { answerCall, type InternalHandler } from '@waystone/kit/service-client'
import type { WorldLoop } from './loop/world-loop.js'
import type { Introductions } from './notifier/introduce-characters.js'
import { worldCommands, worldEnter, worldLive, worldLook, worldOnline } from './ownership/calls.js'
import { createCourier, type Answer } from './ownership/courier.js'
import { startEngine, type Engine } from './ownership/engine.js'
import { createHandovers } from './ownership/handover.js'
import { createPeers, type PeerParts } from './ownership/peers.js'
import { createTenure } from './ownership/tenure.js'
import { unplayedElsewhere } from './ownership/unplayed.js'
import { createWorldReader, type WorldReader } from './ownership/world-reader.js'
import type { GainWriter } from './persistence/gain-writer.js'
import type { SaveNeeds } from './persistence/save-batch.js'
import { createRecordWriter } from './replay/record-writer.js'
import { createWatchRelay } from './watches/watch-relay.js'
import { createWorldWatches, type WorldWatches } from './watches/world-watches.js'
import type { CharacterWish } from './wish.js'
import { createWorldMetrics } from './world-metrics.js'

/** Characters that have come to a map of this process are looked for this often, should no call have told of them. */
const ARRIVALS_EVERY_MS = 500
/** Each takes up to two seconds: in the end, another process has the maps of one that has ended. */
const TELL_TRIES_MAX = 5
/** A process that is told to look need not answer soon. */
const TELL_MS = 1_000

/** The world, whichever processes run its maps. */
export interface World extends WorldReader, Pick<WorldWatches, 'watch'> {
  /** False before `open`. */
  readonly hasBegun: boolean
  /** The loop of this process; null while it has no maps. */
  readonly running: RunningWorld | null
  /** Answers to calls of the other processes of this subgraph. */
  readonly internal: readonly InternalHandler[]
  /** Resolves when the process that runs the character's map has applied the command, or refused it. */
  command(
    characterId: string,
    wish: CharacterWish,
    options?: { readonly clientSequence?: number | null },
  ): Promise<Answer>
  /** The same for a caller that does not wait; of a character that is not in the world, nothing happens. */
  tell(characterId: string, wish: CharacterWish): void
  /** Has these characters leave, but for those that clients of other processes play. */
  leaveUnlessPlayed(characterIds: readonly string[]): void
  /** Brings a character into the world, where it was last saved. */
  enter(characterId: string, clientSequence?: number | null): Promise<Answer>
  /** Takes maps as soon as no other process has them, and runs them. */
  open(): void
  /** Has characters of this process's maps leave that were not played for the idle time. */
  sweepIdle(): void
  /** Gives up the maps as planned, and takes none any more. Commands go on, to those that have them then. */
  handOver(): Promise<void>
  close(): Promise<void>
}

export interface RunningWorld {
  readonly loop: WorldLoop
  readonly introductions: Introductions
  readonly writer: GainWriter
}

export interface WorldNeeds extends SaveNeeds, PeerParts {
  readonly logger: Logger
  /** Where other processes of this subgraph can call this one; null where there are no others. */
  readonly url: string | null
  /** A character that was not played for so long leaves the world. */
  readonly idleMs: number
}

/**
 * A world that is yet to be opened. Each map is one process's under a lease, whose epoch is in every batch that
 * is saved: a process that was suspended and comes back saves nothing over its successor.
 */
export function createWorld(needs: WorldNeeds): World {
  const { content, logger, pool, url } = needs
  const records = createRecordWriter(needs)
  const worldMetrics = createWorldMetrics(needs.metrics)
  const handovers = createHandovers(content)
  const peers = createPeers(needs)
  let engine: Engine | null = null
  let job: RepeatedJob | undefined

  const running = (): Engine => {
    if (engine === null) throw new Error('The world is not open')
    return engine
  }
  const tellLook = async (urls: readonly string[]): Promise<void> => {
    const tell = async (to: string) => await peers.call(to, worldLook, {}, TELL_MS)
    for (const told of await Promise.allSettled(urls.map(tell)))
      if (told.status === 'rejected') logger.warn({ err: told.reason }, 'a process cannot be told to look for maps')
  }
  const tenure = createTenure({
    pool,
    logger,
    url,
    mapIds: content.maps.map(({ id }) => id),
    isReady: () => engine?.isReady ?? false,
    tickOf: mapId => engine?.tickOf(mapId) ?? 0,
    begin: leases => {
      running().begin(leases)
      lookForArrivals()
    },
    end: async leases => await running().end(leases.map(({ mapId }) => mapId)),
    lose: async () => {
      const lost = engine
      engine = start()
      await lost?.close()
    },
    tell: tellLook,
  })
  const lookForArrivals = () => {
    running()
      .admissions.look()
      .catch((error: unknown) => logger.warn({ err: error }, 'characters wait to be taken in; it is tried again'))
  }
  const start = (): Engine => {
    const started: Engine = startEngine({
      ...needs,
      records,
      worldMetrics,
      handovers,
      epochOf: tenure.epochOf,
      held: tenure.held,
      isGivingUp: tenure.isMoving,
      // One that was lost already loses nothing more.
      onLost: () => {
        if (engine === started) tenure.notifyLoss()
      },
      onReady: () => {
        tenure.look().catch((error: unknown) => logger.warn({ err: error }, 'maps cannot be taken; it is tried again'))
      },
      onDeparted: mapIds => {
        const owners = mapIds.map(tenure.ownerOf)
        if (owners.some(({ at }) => at === 'here')) lookForArrivals()
        void tellLook(owners.flatMap(owner => (owner.at === 'there' ? [owner.url] : []))).then(() =>
          started.letGo.arrived(mapIds),
        )
      },
    })
    return started
  }
  const reader = createWorldReader({
    peers,
    tenure,
    local: () => engine?.local,
    isMovingHere: () => engine?.isMoving() ?? false,
  })
  const courier = createCourier({
    pool,
    content,
    tenure,
    peers,
    local: () => running().local,
    reader,
    liveMapOf: characterId => engine?.loop.live.character(characterId)?.mapId,
  })
  const relay = createWatchRelay(() => running().watches)
  const watches = createWorldWatches({
    tenure,
    peers,
    local: () => running().watches,
    mapsOf: courier.mapsOf,
    onFailure: error => logger.warn({ err: error }, 'watches of the world cannot be found a place; it is tried again'),
  })
  const command: World['command'] = async (characterId, wish, { clientSequence = null } = {}) =>
    await courier.command({ commandId: randomUUID(), characterId, wish, clientSequence })
  const tell: World['tell'] = (characterId, wish) => {
    const telling = async () => {
      let answer = await command(characterId, wish)
      for (let tries = 1; tries < TELL_TRIES_MAX && answer.rejected === 'WORLD_CLOSED'; tries++)
        answer = await command(characterId, wish)
    }
    telling().catch((error: unknown) =>
      logger.warn({ err: error, characterId, type: wish.type }, 'the world was not told'),
    )
  }
  return {
    get running() {
      return tenure.held().length > 0 && engine?.isMoving() === false ? engine : null
    },
    get hasBegun() {
      return tenure.hasBegun
    },
    ...reader,
    watch: watches.watch,
    internal: [
      ...relay.internal,
      answerCall(worldCommands, async ({ commands }) => ({
        outcomes: await Promise.all(commands.map(given => running().local.command(given))),
      })),
      answerCall(
        worldEnter,
        async ({ characterId, clientSequence }) => await running().local.enter(characterId, clientSequence),
      ),
      answerCall(worldLive, async ({ characterIds }) => running().local.live(characterIds)),
      answerCall(worldOnline, async page => ({ characterIds: running().local.online(page) })),
      answerCall(worldLook, async () => {
        await tenure.look()
        await running().admissions.look()
        return {}
      }),
    ],
    command,
    tell,
    leaveUnlessPlayed: characterIds => {
      const leaving = async () => {
        // One that is told to leave without need comes back; one that stays without a player does not go.
        const unplayed = await unplayedElsewhere({ peers, tenure }, characterIds).catch((error: unknown) => {
          logger.warn({ err: error }, 'other processes were not asked whether they play characters')
          return characterIds
        })
        for (const characterId of unplayed) tell(characterId, { type: 'leave' })
      }
      void leaving()
    },
    enter: (characterId, clientSequence = null) => courier.enter(characterId, clientSequence),
    open: () => {
      engine = start()
      tenure.open()
      job = repeat({
        job: 'take characters in',
        intervalMs: ARRIVALS_EVERY_MS,
        logger,
        run: async () => {
          if (tenure.held().length > 0) await running().admissions.look()
        },
      })
    },
    sweepIdle: () => engine?.idle.sweep(),
    handOver: () => tenure.close(),
    close: async () => {
      await tenure.close()
      watches.close()
      relay.close()
      await job?.stop()
      await engine?.close()
      await peers.close()
      // Last: another process may have the maps already.
      await records.close()
    },
  }
}
