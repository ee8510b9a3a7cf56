import { createScene, type WorldUpdate } from '@waystone/live-client'
import type { DrawnState } from '../../../map/draw/drawing.js'
import { createEffects, type Effects } from '../../../map/effects.js'

/** Replays acknowledge no command. */
export type ReplayUpdate = Pick<WorldUpdate, 'tick' | 'at' | 'snapshot' | 'changes'>

/** Updates of a replay, the snapshot first, as a film that can be wound to any of its ticks. */
export interface ReplayFilm {
  readonly firstTick: number
  readonly lastTick: number
  /** The tick that is shown. */
  readonly tick: number
  /** The server's clock at that tick, in milliseconds since 1970. */
  readonly at: number
  readonly state: DrawnState
  readonly effects: Effects
  /** How often it has been wound back: what is drawn then owes nothing to what came later. */
  readonly rewinds: number
  /** @param nowMs when effects of what happens by then begin */
  seek(tick: number, nowMs: number): void
}

export const TICK_MS = 40
/** Blows of a longer stretch are not shown: they would all appear at once. */
const SHOWN_AT_ONCE = 5

/** @param updates at least the snapshot */
export function createReplayFilm(
  updates: readonly ReplayUpdate[],
  texts: { miss(): string; levelUp(level: number): string },
): ReplayFilm {
  const firstTick = updates[0]?.tick ?? 0
  const startedAt = updates[0]?.at ?? 0
  const begin = () => {
    const scene = createScene()
    return { scene, effects: createEffects(scene, texts), tick: firstTick - 1, next: 0 }
  }
  let shown = begin()
  let rewinds = 0
  const seek = (tick: number, nowMs: number) => {
    if (tick < shown.tick) {
      shown = begin()
      rewinds++
    }
    const isLeap = tick - shown.tick > SHOWN_AT_ONCE
    for (let update = updates[shown.next]; update !== undefined && update.tick <= tick; ) {
      shown.scene.apply(update)
      if (!isLeap) shown.effects.take(update, nowMs)
      update = updates[++shown.next]
    }
    shown.tick = tick
  }
  seek(firstTick, 0)
  return {
    firstTick,
    lastTick: updates.at(-1)?.tick ?? firstTick,
    get tick() {
      return shown.tick
    },
    get at() {
      return startedAt + (shown.tick - firstTick) * TICK_MS
    },
    get state() {
      return { ...shown.scene, self: null }
    },
    get effects() {
      return shown.effects
    },
    get rewinds() {
      return rewinds
    },
    seek,
  }
}
