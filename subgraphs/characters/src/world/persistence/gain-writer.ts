import type { Logger } from '@waystone/kit/logger'
import type { HeldLease } from '../../repositories/map-lease.js'
import { ON_THE_WAY, type Standing } from '../../repositories/world.js'
import type { TickReport } from '../loop/messages.js'
import { saveBatch, WorldLost, type Batch, type MapGain, type SaveNeeds } from './save-batch.js'

/** Gains and departures are saved after this, unless somebody waits for them: then at once. */
const GAINS_EVERY_MS = 10
/** Steps are saved this often at least. */
const STANDINGS_EVERY_MS = 1_000
/** After a failure. */
const RETRY_MS = 250
/** Gains that wait: beyond the first number, the world gives out none; below the second, it goes on. */
export const BACKLOG_MAX = 5_000
const BACKLOG_LOW = 500

/** Saves what the world brings about, behind the loop: no tick ever waits for it. */
export interface GainWriter {
  /** True while gains are held back, because too many wait. */
  readonly isHeld: boolean
  /** Takes the outcome of a tick without waiting. */
  take(report: Pick<TickReport, 'maps' | 'changed' | 'departed' | 'left'>): void
  /** Resolves when everything that was taken so far is saved. */
  settled(): Promise<void>
  /** Saves the rest. */
  close(): Promise<void>
}

export function createGainWriter(
  needs: SaveNeeds & {
    readonly logger: Logger
    /** Of the lease of a map; undefined for one that this process does not have. */
    readonly epochOf: (mapId: string) => number | undefined
    /** Called when characters that have left for maps of other processes are saved, and may be taken in there. */
    readonly onDeparted: (mapIds: readonly string[]) => void
    /** Called when gains are to be held back, because too many wait, and when they no longer are. */
    readonly holdGains: (held: boolean) => void
    /** Called once when a map belongs to another process. */
    readonly onLost: () => void
  },
): GainWriter {
  const { epochOf, holdGains, logger, onDeparted, onLost } = needs
  let gains: MapGain[] = []
  let standings = new Map<string, SavedStanding>()
  let number = 0
  let isHeld = false
  let isLost = false
  let left: string[] = []
  /** The last tick of each map. */
  const ticks = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  let timerMs = 0
  let saving = Promise.resolve()

  const holdOrGoOn = (waiting: number) => {
    const held = isHeld ? waiting > BACKLOG_LOW : waiting > BACKLOG_MAX
    if (held === isHeld) return
    isHeld = held
    holdGains(held)
  }
  /** Saves all that waits; while the database fails, the same batch is tried again. */
  const save = async (): Promise<void> => {
    if (isLost || (gains.length === 0 && standings.size === 0)) return
    const batch = nextBatch()
    for (;;) {
      try {
        await saveBatch(needs, batch)
        number = batch.number
        break
      } catch (error) {
        if (error instanceof WorldLost) {
          isLost = true
          logger.error({ err: error, gains: batch.gains.length }, 'a map is lost to another process')
          return onLost()
        }
        logger.warn(
          { err: error, gains: batch.gains.length + gains.length },
          'the world cannot be saved; it is tried again',
        )
        holdOrGoOn(batch.gains.length + gains.length)
        await new Promise(resolve => {
          setTimeout(resolve, RETRY_MS)
        })
      }
    }
    holdOrGoOn(gains.length)
    const departures = batch.standings.filter(({ worldEpoch }) => worldEpoch === ON_THE_WAY)
    if (departures.length > 0) onDeparted([...new Set(departures.map(({ mapId }) => mapId))])
  }
  /** All that waits; it waits no more. */
  const nextBatch = (): Batch => {
    const mapIds = new Set([
      ...gains.map(({ mapId }) => mapId),
      ...Array.from(standings.values(), ({ savedUnder }) => savedUnder),
    ])
    const maps = Array.from(mapIds, (mapId): HeldLease => {
      // Epochs begin at 1: a map that this process has no more is lost.
      return { mapId, epoch: epochOf(mapId) ?? 0, tick: ticks.get(mapId) ?? 0 }
    })
    const batch = {
      number: number + 1,
      maps,
      gains,
      left,
      standings: [...standings.values()],
    }
    gains = []
    left = []
    standings = new Map()
    return batch
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    saving = saving.then(save)
    return saving
  }
  const flushWithin = (ms: number) => {
    if (timer !== undefined && timerMs <= ms) return
    clearTimeout(timer)
    timerMs = ms
    timer = setTimeout(() => void flush(), ms)
  }
  return {
    get isHeld() {
      return isHeld
    },
    take: report => {
      for (const { mapId, tick, gains: made } of report.maps) {
        ticks.set(mapId, tick)
        for (const gain of made) gains.push({ mapId, ...gain })
      }
      const stand = (standing: SavedStanding) => standings.set(standing.characterId, standing)
      for (const { acknowledged, characterId, mapId, position, hp } of report.changed) {
        const worldEpoch = epochOf(mapId) ?? null
        stand({ characterId, mapId, position, hp, worldEpoch, acknowledged, savedUnder: mapId })
      }
      for (const { character, mapId, at: position } of report.left) {
        const { characterId, hp } = character
        stand({ characterId, mapId, position, hp: hp ?? 0, worldEpoch: null, acknowledged: null, savedUnder: mapId })
        left.push(characterId)
      }
      for (const { acknowledged, character, fromMapId, toMapId: mapId, to: position } of report.departed) {
        const { characterId, hp } = character
        const worldEpoch = ON_THE_WAY
        stand({ characterId, mapId, position, hp: hp ?? 0, worldEpoch, acknowledged, savedUnder: fromMapId })
        left.push(characterId)
      }
      holdOrGoOn(gains.length)
      if (gains.length > 0 || report.departed.length > 0) flushWithin(GAINS_EVERY_MS)
      else if (standings.size > 0) flushWithin(STANDINGS_EVERY_MS)
    },
    settled: flush,
    close: flush,
  }
}

interface SavedStanding extends Standing {
  /** The map whose lease gives the right to save it. */
  readonly savedUnder: string
}
