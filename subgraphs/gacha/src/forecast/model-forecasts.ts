import type { Progress } from '../domain/banner-odds/model-odds.js'
import type { ModelForecast } from './model-forecast.js'

/** Forecasts that are kept: the banners that are published, and drafts that are open in editors. */
const KEPT_MAX = 500
/** Rows of their position tables together, 80 bytes each. */
const ROWS_MAX = 1_500_000

type Known = Extract<ModelForecast, { readonly hash: string }>
type Listener = (progress: Progress) => void

/** Keeps the forecasts used last, by hash; a definition that is asked for while it is computed is computed once. */
export interface ModelForecasts {
  /** Answers a definition that has been computed, in microseconds. */
  known(hash: string): Known | null
  /** @param compute is not called for what is known or under way */
  get(
    hash: string,
    compute: (onProgress: Listener) => Promise<ModelForecast>,
    onProgress: Listener,
  ): Promise<ModelForecast>
}

export function createModelForecasts({ keptMax = KEPT_MAX, rowsMax = ROWS_MAX } = {}): ModelForecasts {
  const kept = new Map<string, Known>()
  const running = new Map<string, { readonly result: Promise<ModelForecast>; readonly listeners: Set<Listener> }>()

  const known = (hash: string): Known | null => {
    const found = kept.get(hash)
    if (found === undefined) return null
    // A map lists its keys by insertion: the one used last goes to the end.
    kept.delete(hash)
    kept.set(hash, found)
    return found
  }
  const keep = (asked: string, forecast: ModelForecast): void => {
    if (forecast.definition === null) return
    // A definition as it was sent may have another hash than with its defaults, by which it is published.
    for (const hash of new Set([asked, forecast.hash])) kept.set(hash, forecast)
    for (const oldest of kept.keys()) {
      if (kept.size <= keptMax && rowsOf(kept.values()) <= rowsMax) return
      if (kept.get(oldest) !== forecast) kept.delete(oldest)
    }
  }
  const start = (hash: string, compute: (onProgress: Listener) => Promise<ModelForecast>) => {
    const listeners = new Set<Listener>()
    const tell = (progress: Progress): void => {
      for (const listener of listeners) listener(progress)
    }
    const result = compute(tell)
      .then(forecast => {
        keep(hash, forecast)
        return forecast
      })
      .finally(() => running.delete(hash))
    const made = { result, listeners }
    running.set(hash, made)
    return made
  }
  return {
    known,
    get: async (hash, compute, onProgress) => {
      const found = known(hash)
      if (found !== null) return found
      const { result, listeners } = running.get(hash) ?? start(hash, compute)
      listeners.add(onProgress)
      return result
    },
  }
}

/** Rows of all tables; a forecast that is kept under two hashes counts once. */
function rowsOf(forecasts: Iterable<Known>): number {
  let rows = 0
  for (const { odds } of new Set(forecasts))
    for (const { events } of odds.orders)
      for (const { positions } of events) rows += positions?.passages.mean.length ?? 0
  return rows
}
