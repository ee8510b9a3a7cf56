import type { Logger } from '@waystone/kit/logger'
import type { Standing } from '../../repositories/world.js'
import type { TickReport } from '../loop/messages.js'
import { saveBatch, WorldLost, type MapGain, type SaveNeeds } from './save-batch.js'

/** Gains are in the database after this, and a database's answer. */
const GAINS_EVERY_MS = 100
/** Steps are saved this often at least. */
const STANDINGS_EVERY_MS = 1_000
/** After a failure. */
const RETRY_MS = 250
/** Gains that wait: beyond the first number, the world gives out none; below the second, it goes on. */
export const BACKLOG_MAX = 5_000
const BACKLOG_LOW = 500

/** Saves what the world brings about, behind the loop: no tick ever waits for it. */
export interface GainWriter {
  /** Takes the outcome of a tick without waiting. */
  take(report: Pick<TickReport, 'tick' | 'maps' | 'changed' | 'left'>): void
  /** Resolves when everything that was taken so far is saved. */
  settled(): Promise<void>
  /** Saves the rest. */
  close(): Promise<void>
}

export function createGainWriter(
  needs: SaveNeeds & {
    readonly logger: Logger
    readonly epoch: number
    /** Called when gains are to be held back, because too many wait, and when they no longer are. */
    readonly holdGains: (held: boolean) => void
    /** Called once when the world belongs to another process. */
    readonly onLost: () => void
  },
): GainWriter {
  const { epoch, holdGains, logger, onLost } = needs
  let gains: MapGain[] = []
  let standings = new Map<string, Standing>()
  let tick = 0
  let number = 0
  let isHeld = false
  let isLost = false
  let left: string[] = []
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
    const batch = { number: number + 1, epoch, tick, gains, standings: [...standings.values()], left }
    gains = []
    left = []
    standings = new Map()
    for (;;) {
      try {
        await saveBatch(needs, batch)
        number = batch.number
        break
      } catch (error) {
        if (error instanceof WorldLost) {
          isLost = true
          logger.error({ err: error, gains: batch.gains.length }, 'the world is lost to another process')
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
    take: report => {
      tick = report.tick
      for (const { mapId, gains: made } of report.maps) for (const gain of made) gains.push({ mapId, ...gain })
      for (const { characterId, mapId, position, hp } of report.changed)
        standings.set(characterId, { characterId, mapId, position, hp })
      for (const { character, mapId, at } of report.left) {
        const { characterId, hp } = character
        standings.set(characterId, { characterId, mapId, position: at, hp: hp ?? 0 })
        left.push(characterId)
      }
      holdOrGoOn(gains.length)
      if (gains.length > 0) flushWithin(GAINS_EVERY_MS)
      else if (standings.size > 0) flushWithin(STANDINGS_EVERY_MS)
    },
    settled: flush,
    close: flush,
  }
}
