import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Queryable } from '@waystone/kit/postgres'
import { listRecorded, readLog, readSnapshot } from '../../repositories/world-recording.js'
import type { WorldContent, WorldMap } from '../content/world-content.js'
import type { TickOutcome } from '../simulation/outcome.js'
import { restoreSimulation, type Simulation } from '../simulation/simulation.js'
import { contentVersionOf } from './content-version.js'
import { logOfBytes, type LoggedTick } from './log-bytes.js'
import { planReplay, type Leg } from './plan-replay.js'
import { ReplayRefused } from './replay-refused.js'
import { snapshotOfBytes } from './snapshot-bytes.js'

/** One tick that was computed again. */
export interface ReplayedTick {
  readonly tick: number
  /** Milliseconds since 1970 when it was first computed. */
  readonly at: number
  readonly commands: number
  /** Of the state that was computed now, and of the one that was. */
  readonly hash: number
  readonly recordedHash: number
  /** False for a tick between a snapshot and what was asked for. */
  readonly isAsked: boolean
  readonly outcome: TickOutcome
  /** As the tick has left it, until the next one. */
  readonly simulation: Simulation
}

export interface Replay {
  /** How many there will be, those on the way included. */
  readonly total: number
  ticks(): AsyncGenerator<ReplayedTick>
}

interface Needs {
  readonly db: Queryable
  readonly content: WorldContent
}

/** It computes no longer at a time: the event loop has its turn in between. */
const SLICE_MS = 5

/**
 * Prepares to compute a past stretch of a map again.
 * @throws ReplayRefused when a tick is not recorded, also by `ticks` when a recording is of other content
 */
export async function replayStretch(
  needs: Needs,
  { map, fromTick, ticks }: { readonly map: WorldMap; readonly fromTick: number; readonly ticks: number },
): Promise<Replay> {
  const recorded = await listRecorded(needs.db, map.id)
  const legs = planReplay(recorded, { mapName: map.name, fromTick, toTick: fromTick + ticks - 1 })
  return {
    total: legs.reduce((sum, { lastTick, snapshotTick }) => sum + lastTick - snapshotTick, 0),
    ticks: async function* () {
      for (const leg of legs) yield* replayLeg(needs, map, leg)
    },
  }
}

async function* replayLeg({ content, db }: Needs, map: WorldMap, leg: Leg): AsyncGenerator<ReplayedTick> {
  const { epoch, firstTick, lastTick } = leg
  const simulation = await restore({ content, db }, map, leg)
  let sliceEnd = performance.now() + SLICE_MS
  for (const first of leg.logs) {
    const data = await readLog(db, { mapId: map.id, epoch, firstTick: first })
    if (data === null) throw deletedMeanwhile(map)
    for (const logged of logOfBytes(await promisify(gunzip)(data))) {
      if (logged.tick <= simulation.tick) continue
      if (logged.tick > lastTick) return
      yield { ...replayTick(simulation, logged), isAsked: logged.tick >= firstTick }
      if (performance.now() < sliceEnd) continue
      await new Promise(resolve => setImmediate(resolve))
      sliceEnd = performance.now() + SLICE_MS
    }
  }
}

async function restore({ content, db }: Needs, map: WorldMap, { epoch, snapshotTick }: Leg): Promise<Simulation> {
  const snapshot = await readSnapshot(db, { mapId: map.id, epoch, tick: snapshotTick })
  if (snapshot === null) throw deletedMeanwhile(map)
  if (snapshot.contentVersion !== contentVersionOf(content, map.id))
    throw new ReplayRefused(
      `${map.name} was recorded with other content or rules (${snapshot.contentVersion}) than this build has (${contentVersionOf(content, map.id)}): its ticks cannot be computed again by it.`,
    )
  return restoreSimulation({ map, kinds: content.kinds }, snapshotOfBytes(await promisify(gunzip)(snapshot.data)))
}

function replayTick(simulation: Simulation, logged: LoggedTick): Omit<ReplayedTick, 'isAsked'> {
  const outcome = simulation.step(logged.commands)
  const { at, commands, hash: recordedHash, tick } = logged
  return { tick, at, commands: commands.length, hash: simulation.hash(), recordedHash, outcome, simulation }
}

const deletedMeanwhile = ({ name }: WorldMap) =>
  new ReplayRefused(`Recordings of ${name} are an hour old, and were deleted meanwhile. Ask for a later stretch.`)
