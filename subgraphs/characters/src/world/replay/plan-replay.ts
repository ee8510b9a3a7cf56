import { ReplayRefused } from './replay-refused.js'

/** The recordings of a map, without their bytes, in any order. */
export interface Recorded {
  readonly logs: readonly { readonly epoch: number; readonly firstTick: number; readonly lastTick: number }[]
  readonly snapshots: readonly { readonly epoch: number; readonly tick: number }[]
}

/** Ticks in a row that follow from one snapshot or another. */
export interface Stretch {
  readonly epoch: number
  readonly firstTick: number
  readonly lastTick: number
}

/** A part of a replay under one lease. */
export interface Leg extends Stretch {
  /** The state that it begins from: the ticks up to `firstTick` are computed on the way. */
  readonly snapshotTick: number
  /** The first tick of each log that is needed, in order. */
  readonly logs: readonly number[]
}

/**
 * The stretches of a map that can be computed again, in order. Where two holders of the map have computed the same
 * tick (one was killed, and its last ticks were not saved), the later one's counts.
 */
export function stretchesOf(recorded: Recorded): readonly Stretch[] {
  const epochs = [...new Set([...recorded.snapshots, ...recorded.logs].map(({ epoch }) => epoch))]
  return epochs
    .toSorted((one, other) => one - other)
    .flatMap((epoch, index) => {
      const later = epochs.toSorted((one, other) => one - other).slice(index + 1)
      const end = Math.min(...later.map(newer => beginOf(recorded, newer)))
      return stretchesOfEpoch(recorded, epoch)
        .map(stretch => ({ ...stretch, lastTick: Math.min(stretch.lastTick, end - 1) }))
        .filter(({ firstTick, lastTick }) => firstTick <= lastTick)
    })
}

/** The first tick that a holder is known to have computed. */
const beginOf = ({ logs, snapshots }: Recorded, epoch: number): number =>
  Math.min(
    ...logs.filter(log => log.epoch === epoch).map(({ firstTick }) => firstTick),
    ...snapshots.filter(snapshot => snapshot.epoch === epoch).map(({ tick }) => tick + 1),
  )

function stretchesOfEpoch(recorded: Recorded, epoch: number): readonly Stretch[] {
  const logs = logsOf(recorded, epoch)
  const stretches: Stretch[] = []
  for (const snapshot of snapshotsOf(recorded, epoch)) {
    let lastTick = snapshot
    for (const log of logs) if (log.firstTick <= lastTick + 1 && log.lastTick > lastTick) lastTick = log.lastTick
    const before = stretches.at(-1)
    if (before !== undefined && snapshot <= before.lastTick) stretches[stretches.length - 1] = { ...before, lastTick }
    else if (lastTick > snapshot) stretches.push({ epoch, firstTick: snapshot + 1, lastTick })
  }
  return stretches
}

const logsOf = ({ logs }: Recorded, epoch: number) =>
  logs.filter(log => log.epoch === epoch).toSorted((one, other) => one.firstTick - other.firstTick)

const snapshotsOf = ({ snapshots }: Recorded, epoch: number): readonly number[] =>
  snapshots
    .filter(snapshot => snapshot.epoch === epoch)
    .map(({ tick }) => tick)
    .toSorted((one, other) => one - other)

/**
 * Divides ticks of a map into legs.
 * @throws ReplayRefused naming the first ticks that are not recorded, and what is
 */
export function planReplay(
  recorded: Recorded,
  { mapName, fromTick, toTick }: { readonly mapName: string; readonly fromTick: number; readonly toTick: number },
): readonly Leg[] {
  const stretches = stretchesOf(recorded)
  const legs: Leg[] = []
  for (let tick = fromTick; tick <= toTick; ) {
    const stretch = stretches.find(({ firstTick, lastTick }) => firstTick <= tick && tick <= lastTick)
    if (stretch === undefined) throw missing(stretches, { mapName, tick, toTick })
    const lastTick = Math.min(stretch.lastTick, toTick)
    legs.push(legOf(recorded, { epoch: stretch.epoch, firstTick: tick, lastTick }))
    tick = lastTick + 1
  }
  return legs
}

function legOf(recorded: Recorded, stretch: Stretch): Leg {
  const { epoch, firstTick, lastTick } = stretch
  const snapshotTick = snapshotsOf(recorded, epoch).findLast(tick => tick < firstTick)
  if (snapshotTick === undefined) throw new RangeError(`No snapshot is before tick ${firstTick}`)
  const logs = logsOf(recorded, epoch).filter(log => log.lastTick > snapshotTick && log.firstTick <= lastTick)
  return { ...stretch, snapshotTick, logs: logs.map(log => log.firstTick) }
}

function missing(
  stretches: readonly Stretch[],
  { mapName, tick, toTick }: { readonly mapName: string; readonly tick: number; readonly toTick: number },
): ReplayRefused {
  const next = stretches.find(({ firstTick }) => firstTick > tick)?.firstTick ?? Infinity
  const last = Math.min(next - 1, toTick)
  const ticks = last === tick ? `Tick ${tick} of ${mapName} is` : `Ticks ${tick} to ${last} of ${mapName} are`
  return new ReplayRefused(`${ticks} not recorded. ${describeStretches(stretches)}`)
}

/** A sentence for people. */
export function describeStretches(stretches: readonly Stretch[]): string {
  if (stretches.length === 0) return 'Nothing is: recordings are kept for an hour, while the world runs.'
  const texts = stretches.map(({ firstTick, lastTick }) => `${firstTick} to ${lastTick}`)
  const shown = texts.slice(-SHOWN_MAX).join(', ')
  return `Recorded are ${texts.length > SHOWN_MAX ? '…, ' : ''}${shown}.`
}

const SHOWN_MAX = 5
