import type { CompiledModel } from '../banner-model/compile.js'
import type { Order } from '../banner-model/definition.js'
import { survivalAt, type Distribution } from '../banner-odds/distribution.js'
import type { Words } from '../words.js'
import { EXPECTED_MIN, pearson, type ChiSquare } from './chi-square.js'
import { historyOf } from './histories.js'

/** Draws that one player makes at most. */
export const PLAYER_DRAWS_MAX = 500
/** Finer cells than a fortieth of the players show no more. */
const CELLS_MAX = 40

/** An event that is waited for, with the exact number of draws until it comes to a new player. */
export interface AwaitedEvent {
  readonly event: string
  readonly distribution: Distribution
}

/** Draws until the first time of a tier or pool, of many new players. */
export interface ObservedWait {
  readonly event: string
  readonly players: number
  /** Players are followed for so many draws. */
  readonly drawsMax: number
  /** Draws until the event on average; a player to whom it has not come counts as `drawsMax`. */
  readonly observed: number
  readonly exact: number
  /** Null where all players wait as long. */
  readonly test: ChiSquare | null
}

/**
 * Follows new players, who are independent of each other, so that Pearson's test holds. Cells are consecutive draws,
 * joined until each is expected to have five players and a fortieth of them; the last has those who wait longer.
 */
export function simulateWaits(
  model: CompiledModel,
  options: {
    order: Order
    players: number
    drawsMax: number
    words: Words
    awaited: readonly AwaitedEvent[]
    onPlayer?: () => void
  },
): readonly ObservedWait[] {
  const { order, players, drawsMax, words, awaited, onPlayer } = options
  const hits = awaited.map(({ event }) => new Set(model.outcomesOf(event).map(({ index }) => index)))
  const counts = awaited.map(() => new Uint32Array(drawsMax + 2))
  for (let player = 0; player < players; player++) {
    for (const [place, draw] of firstDraws({ model, order, drawsMax, words, hits }).entries()) {
      const own = counts[place]
      if (own !== undefined) own[draw] = (own[draw] ?? 0) + 1
    }
    onPlayer?.()
  }
  return awaited.map((each, place) => observedWait(each, counts[place] ?? new Uint32Array(0), { players, drawsMax }))
}

/** The draw, from 1 on, that brings each event to a new player; `drawsMax + 1` for one that has not come by then. */
function firstDraws(of: {
  model: CompiledModel
  order: Order
  drawsMax: number
  words: Words
  hits: readonly ReadonlySet<number>[]
}): Uint32Array {
  const { model, order, drawsMax, words, hits } = of
  const found = new Uint32Array(hits.length).fill(drawsMax + 1)
  let waiting = hits.length
  let draw = 0
  for (const items of historyOf(model, order, words)) {
    for (const { outcome } of items) {
      draw += 1
      if (draw > drawsMax) return found
      for (const [place, outcomes] of hits.entries()) {
        if (found[place] !== drawsMax + 1 || !outcomes.has(outcome.index)) continue
        found[place] = draw
        waiting -= 1
      }
    }
    if (waiting === 0 || draw === drawsMax) return found
  }
  return found
}

function observedWait(
  { event, distribution }: AwaitedEvent,
  counts: Uint32Array,
  { players, drawsMax }: { players: number; drawsMax: number },
): ObservedWait {
  const later = (draw: number) => survivalAt(distribution, draw)
  const cells = Array.from({ length: drawsMax }, (_, index) => ({
    observed: counts[index + 1] ?? 0,
    expected: players * (later(index) - later(index + 1)),
  }))
  cells.push({ observed: counts[drawsMax + 1] ?? 0, expected: players * later(drawsMax) })
  const sum = counts.reduce((total, count, draw) => total + count * Math.min(draw, drawsMax), 0)
  let exact = 0
  for (let draw = 0; draw < drawsMax; draw++) exact += later(draw)
  return {
    event,
    players,
    drawsMax,
    observed: sum / players,
    exact,
    test: pearson(cells, Math.max(EXPECTED_MIN, players / CELLS_MAX)),
  }
}
