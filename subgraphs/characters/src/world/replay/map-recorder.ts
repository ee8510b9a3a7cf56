import type { Simulation } from '../simulation/simulation.js'
import { TICKS_PER_SECOND } from '../tick.js'
import { createLogWriter, type LoggedTick } from './log-bytes.js'
import { bytesOfSnapshot } from './snapshot-bytes.js'

/** A replay computes at most so many ticks before those that are asked for. */
export const SNAPSHOT_EVERY_TICKS = 60 * TICKS_PER_SECOND
/** A process that is killed takes no more of its log along. */
export const LOG_EVERY_TICKS = 5 * TICKS_PER_SECOND

/** The name of a part of what is recorded of a map. */
export type RecordingName = { readonly mapId: string } & (
  | { readonly type: 'log'; readonly firstTick: number; readonly lastTick: number }
  /** Of the state after the tick. */
  | { readonly type: 'snapshot'; readonly tick: number }
)

/** A recording as it leaves the thread of the loop: its bytes are transferred. */
export type Recording = RecordingName & { readonly bytes: Uint8Array<ArrayBuffer> }

/** Records one map: what its simulation is given, the hash of each tick, and a snapshot a minute. */
export interface MapRecorder {
  note(tick: LoggedTick): void
  /** Hands over what was not handed over yet. */
  flush(): void
}

/** @param emit called with a snapshot at once: each recording of a map begins with one */
export function createMapRecorder(simulation: Simulation, emit: (recording: Recording) => void): MapRecorder {
  const { id: mapId } = simulation.map
  const log = createLogWriter()
  const first = simulation.tick
  const snapshot = () =>
    emit({ type: 'snapshot', mapId, tick: simulation.tick, bytes: bytesOfSnapshot(simulation.snapshot()) })
  const flush = () => {
    if (log.ticks === 0) return
    const firstTick = simulation.tick - log.ticks + 1
    emit({ type: 'log', mapId, firstTick, lastTick: simulation.tick, bytes: log.take() })
  }
  snapshot()
  return {
    note: tick => {
      log.write(tick)
      if (log.ticks === LOG_EVERY_TICKS) flush()
      if ((simulation.tick - first) % SNAPSHOT_EVERY_TICKS === 0) snapshot()
    },
    flush,
  }
}
