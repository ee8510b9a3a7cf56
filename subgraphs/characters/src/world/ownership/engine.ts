import { randomInt } from 'node:crypto'
import type { Logger } from '@waystone/kit/logger'
import type { Handover, Lease } from '../../repositories/map-lease.js'
import { startWorldLoop, type WorldLoop } from '../loop/world-loop.js'
import { introduceCharacters, type Introductions } from '../notifier/introduce-characters.js'
import { createGainWriter, type GainWriter } from '../persistence/gain-writer.js'
import type { SaveNeeds } from '../persistence/save-batch.js'
import type { RecordWriter } from '../replay/record-writer.js'
import { createLocalWatches } from '../watches/local-watches.js'
import type { WatchSource } from '../watches/watch-source.js'
import type { WorldMetrics } from '../world-metrics.js'
import { createAdmissions, type Admissions } from './admissions.js'
import type { Handovers } from './handover.js'
import { createIdleCharacters, type IdleCharacters } from './idle-characters.js'
import { createLetGo, type LetGo } from './let-go.js'
import { createLocalWorld, type LocalWorld } from './local-world.js'

/** A tick with gains is told after this, although the database has not answered. */
const TOLD_WITHIN_MS = 200
/** Characters whose map had no process for longer do not come back to the world by themselves. */
const RETURN_WITHIN_MS = 10 * 60_000
const SEEDS = 2 ** 32

/** The loop of this process and all that belongs to it, for the maps that it has at the moment. */
export interface Engine {
  readonly loop: WorldLoop
  readonly writer: GainWriter
  readonly admissions: Admissions
  readonly introductions: Introductions
  readonly local: LocalWorld
  readonly letGo: LetGo
  readonly watches: WatchSource
  readonly idle: IdleCharacters
  /** Undefined before the map's first tick here. */
  tickOf(mapId: string): number | undefined
  /** False until the loop ticks: maps would stand still until then. */
  readonly isReady: boolean
  /** True while a map of this process is being given up, or has not had its first tick here. */
  isMoving(): boolean
  begin(leases: readonly Lease[]): void
  /** Lets go of maps; resolves with their state when all of them is saved. */
  end(mapIds: readonly string[]): Promise<ReadonlyMap<string, Handover>>
  /** Saves the rest. */
  close(): Promise<void>
}

export interface EngineParts extends SaveNeeds {
  readonly records: RecordWriter
  readonly handovers: Handovers
  /** A character that was not played for so long leaves. */
  readonly idleMs: number
  readonly logger: Logger
  readonly worldMetrics: WorldMetrics
  readonly epochOf: (mapId: string) => number | undefined
  readonly held: () => readonly Lease[]
  /** Called when a map turns out to be another process's, or the loop has failed. */
  readonly onLost: () => void
  /** Called when the loop ticks. */
  readonly onReady: () => void
  readonly onDeparted: (mapIds: readonly string[]) => void
  /** True while a map of this process is being given up. */
  readonly isGivingUp: () => boolean
}

export function startEngine(parts: EngineParts): Engine {
  const {
    clock,
    epochOf,
    handovers,
    held,
    idleMs,
    isGivingUp,
    logger,
    onDeparted,
    onLost,
    onReady,
    pool,
    records,
    worldMetrics,
  } = parts
  const epochs = new Map<string, number>()
  const loop = startWorldLoop(
    { contentDirectory: null, maps: [] },
    {
      onFailure: error => {
        logger.error({ err: error }, 'the loop of the world has failed; it begins anew')
        onLost()
      },
      // The last of a map may come when it has been given up already.
      onRecording: recording => records.take(recording, epochs.get(recording.mapId) ?? 0),
      // The end of this process undoes nothing that players were shown.
      beforeTold: report => {
        writer.take(report)
        return report.maps.some(({ gains }) => gains.length > 0) ? within(TOLD_WITHIN_MS, writer.settled()) : undefined
      },
    },
  )
  const holdGains = (isHeld: boolean) => void loop.command({ type: 'holdGains', held: isHeld })
  const writer = createGainWriter({ ...parts, epochOf, holdGains, onDeparted, onLost })
  const idle = createIdleCharacters({ clock, idleMs, loop })
  const admissions = createAdmissions({ ...parts, epochOf, held, loop, writer })
  const ticks = new Map<string, number>()
  const starting = new Set<string>()
  const letGo = createLetGo()
  let isReady = false
  loop.onTick(report => {
    if (!isReady) {
      isReady = true
      onReady()
    }
    worldMetrics.observe(report, loop.live.playersOnline)
    letGo.take(report, { saved: () => writer.settled() })
    for (const { mapId, tick } of report.maps) {
      ticks.set(mapId, tick)
      starting.delete(mapId)
    }
  })
  const introductions = introduceCharacters(loop, { logger, pool })
  const isMoving = () => starting.size > 0 || isGivingUp()
  return {
    loop,
    writer,
    admissions,
    introductions,
    idle,
    letGo,
    local: createLocalWorld({ ...parts, admissions, idle, introductions, isMoving, letGo, loop, writer }),
    watches: createLocalWatches({ idle, loop, writer }),
    tickOf: mapId => ticks.get(mapId),
    isMoving,
    get isReady() {
      return isReady
    },
    begin: leases => {
      for (const { epoch, mapId } of leases) epochs.set(mapId, epoch)
      const maps = leases.map(({ handover, mapId, tick }) => {
        const snapshot = handovers.read(mapId, handover)
        const acknowledged = snapshot === null ? {} : (handover?.acknowledged ?? {})
        return { mapId, tick: snapshot?.tick ?? tick, seed: randomInt(SEEDS), snapshot, acknowledged }
      })
      for (const { mapId, tick } of maps) {
        ticks.set(mapId, tick)
        starting.add(mapId)
      }
      admissions.expire(leases.flatMap(({ mapId, vacantMs }) => (vacantMs > RETURN_WITHIN_MS ? [mapId] : [])))
      loop.open(maps)
      // The state that was handed over may have been held back where it comes from.
      if (writer.isHeld || maps.some(({ snapshot }) => snapshot?.gainsHeld === 1)) holdGains(writer.isHeld)
    },
    end: async mapIds => {
      // Waiting gains are saved first, so that little is left once the maps stand still.
      await writer.settled()
      const released = await loop.release(mapIds)
      for (const mapId of mapIds) starting.delete(mapId)
      await writer.settled()
      return new Map(released.map(map => [map.mapId, handovers.write(map)]))
    },
    close: async () => {
      // The loop first: the writer then has the last tick.
      await loop.close()
      await writer.close()
    },
  }
}

/** Resolves with the promise, or after so many milliseconds. */
function within(ms: number, done: Promise<void>): Promise<void> {
  return new Promise(resolve => {
    const late = setTimeout(resolve, ms)
    const end = () => {
      clearTimeout(late)
      resolve()
    }
    done.then(end, end)
  })
}
