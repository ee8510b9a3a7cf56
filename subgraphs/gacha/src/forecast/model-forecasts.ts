import { RequestFault } from '@waystone/kit/errors'
import type { Progress } from '../domain/banner-odds/model-odds.js'
import type { ModelForecast } from './model-forecast.js'

/** Forecasts that are kept: the banners that are published, and drafts that are open in editors. */
const KEPT_MAX = 500
/** Rows of their position tables together, 80 bytes each. */
const ROWS_MAX = 1_500_000

type Known = Extract<ModelForecast, { readonly hash: string }>

/** The listener of a computation, and the signal that ends it. */
export interface Listening {
  readonly onProgress: (progress: Progress) => void
  readonly signal: AbortSignal
}

/** Keeps the forecasts used last, by hash; a definition that is asked for while it is computed is computed once. */
export interface ModelForecasts {
  /** Answers a definition that has been computed, in microseconds. */
  known(hash: string): Known | null
  /**
   * @param compute is not called for what is known or under way; its signal ends it once nobody waits any more
   * @param asked.signal ends the waiting of this caller
   */
  get(
    hash: string,
    compute: (listening: Listening) => Promise<ModelForecast>,
    asked?: Partial<Listening>,
  ): Promise<ModelForecast>
}

export function createModelForecasts({ keptMax = KEPT_MAX, rowsMax = ROWS_MAX } = {}): ModelForecasts {
  const kept = new Map<string, Known>()
  const running = new Map<string, Running>()

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
  const start = (hash: string, compute: (listening: Listening) => Promise<ModelForecast>): Running => {
    const waiting = new Set<Partial<Listening>>()
    const ending = new AbortController()
    const onProgress = (progress: Progress): void => {
      for (const each of waiting) each.onProgress?.(progress)
    }
    const result = compute({ onProgress, signal: ending.signal })
      .then(forecast => {
        keep(hash, forecast)
        return forecast
      })
      .finally(() => {
        if (running.get(hash) === made) running.delete(hash)
      })
    const leave = (asked: Partial<Listening>): void => {
      waiting.delete(asked)
      if (waiting.size > 0) return
      // The next caller begins anew.
      if (running.get(hash) === made) running.delete(hash)
      ending.abort()
    }
    const made = { result, waiting, leave }
    running.set(hash, made)
    return made
  }
  return {
    known,
    get: async (hash, compute, given = {}) => {
      const found = known(hash)
      if (found !== null) return found
      const { result, waiting, leave } = running.get(hash) ?? start(hash, compute)
      // Two callers may have sent the same object.
      const asked = { ...given }
      waiting.add(asked)
      const { signal } = asked
      if (signal?.aborted === true) leave(asked)
      signal?.addEventListener('abort', () => leave(asked))
      return await (signal === undefined ? result : Promise.race([result, endOf(signal)]))
    },
  }
}

interface Running {
  readonly result: Promise<ModelForecast>
  readonly waiting: Set<Partial<Listening>>
  leave(asked: Partial<Listening>): void
}

/** @throws RequestFault once the signal is there */
const endOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = () => reject(new RequestFault('SERVICE_UNAVAILABLE', 'A newer definition took the place of this one'))
    if (signal.aborted) end()
    else signal.addEventListener('abort', end)
  })

/** Rows of all tables; a forecast that is kept under two hashes counts once. */
function rowsOf(forecasts: Iterable<Known>): number {
  let rows = 0
  for (const { odds } of new Set(forecasts))
    for (const { events } of odds.orders)
      for (const { positions } of events) rows += positions?.passages.mean.length ?? 0
  return rows
}
