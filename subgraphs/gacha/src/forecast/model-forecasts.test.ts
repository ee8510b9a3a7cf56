import { describe, expect, it, vi } from 'vitest'
import { givenModel } from '../../test/banner-model/short-form.js'
import { firstLight } from '../../test/definitions.js'
import { modelOfBanner } from '../domain/banner-model/from-banner.js'
import { modelForecastOf, type ModelForecast } from './model-forecast.js'
import { createModelForecasts, type Listening } from './model-forecasts.js'

const definition = givenModel('box-300')
const forecastOf = (hash: string): ModelForecast => ({
  definition,
  hash,
  odds: { orders: [], items: [], refusals: [] },
})
const silent = () => undefined

describe('forecasts of banner models', () => {
  it('compute a definition once, also for two that ask at the same time, and tell both of the progress', async () => {
    const forecasts = createModelForecasts()
    const compute = vi.fn(({ onProgress }: Listening) =>
      Promise.resolve().then(() => {
        onProgress({ done: 1, total: 2 })
        return forecastOf('a')
      }),
    )
    const heard: string[] = []
    const [first, second] = await Promise.all([
      forecasts.get('a', compute, { onProgress: ({ done }) => heard.push(`first ${done}`) }),
      forecasts.get('a', compute, { onProgress: ({ done }) => heard.push(`second ${done}`) }),
    ])
    expect(first).toBe(second)
    expect(await forecasts.get('a', compute)).toBe(first)
    expect(forecasts.known('a')).toBe(first)
    expect(compute).toHaveBeenCalledTimes(1)
    expect(heard).toEqual(['first 1', 'second 1'])
  })

  it('keep those that were used last, also under the hash of a definition with its defaults', async () => {
    const forecasts = createModelForecasts({ keptMax: 2 })
    for (const hash of ['a', 'b']) await forecasts.get(hash, () => Promise.resolve(forecastOf(hash)))
    expect(forecasts.known('a')).not.toBeNull()
    await forecasts.get('c', () => Promise.resolve(forecastOf('c')))
    expect(['a', 'b', 'c'].map(hash => forecasts.known(hash) !== null)).toEqual([true, false, true])
    await forecasts.get('as it was sent', () => Promise.resolve(forecastOf('filled in')))
    expect(forecasts.known('filled in')).not.toBeNull()
  })

  it('keep no more rows of tables than the limit, but always the last one', async () => {
    const forecasts = createModelForecasts({ rowsMax: 5 })
    const withRows = (hash: string, rows: number): ModelForecast => {
      const column = new Float64Array(rows)
      const passages = { mean: column, next: column, withinTen: column, p50: column, p90: column, p99: column }
      const positions = { coordinates: [], start: [], states: new Int32Array(0), passages }
      const none = { basePercent: null, longRunPercent: null, draws: null, orders: null, withGifts: null, costs: [] }
      const events = [{ event: 'BALL', ...none, positions }]
      return { definition, hash, odds: { orders: [{ order: 'order', draws: 1, events }], items: [], refusals: [] } }
    }
    const keep = (hash: string, rows: number) => forecasts.get(hash, () => Promise.resolve(withRows(hash, rows)))
    const kept = () => ['a', 'b', 'c', 'd'].filter(hash => forecasts.known(hash) !== null)
    await keep('a', 2)
    await keep('b', 2)
    await keep('c', 1)
    expect(kept()).toEqual(['a', 'b', 'c'])
    await keep('d', 3)
    expect(kept()).toEqual(['c', 'd'])
    await keep('a', 9)
    expect(kept()).toEqual(['a'])
  })

  it('are told of a published definition that is larger than a new one may be, as far as they can be computed', () => {
    const pity = { ratePercent: 1, softPity: null, hardPityAt: 300 }
    const rarities = { ...firstLight.rarities }
    const published = modelOfBanner({
      ...firstLight,
      rarities: {
        ...rarities,
        ULTRA_RARE: { ...rarities.ULTRA_RARE, ...pity },
        SUPER_RARE: { ...rarities.SUPER_RARE, ...pity },
      },
    })
    const { definition: told, odds } = modelForecastOf({ published }, silent) as Extract<
      ModelForecast,
      { odds: object }
    >
    expect(told).toBe(published)
    const drawsOf = (name: string) => odds.orders[0]?.events.find(({ event }) => event === name)?.draws
    expect(drawsOf('ULTRA_RARE')?.max).toBe(300)
    expect(drawsOf('SUPER_RARE')).toBeNull()
    expect(odds.refusals.map(({ asked }) => asked)).toContain('SUPER_RARE')
  })

  it('end a computation once all who asked for it have a newer definition', async () => {
    const forecasts = createModelForecasts()
    const signals: AbortSignal[] = []
    const compute = ({ signal }: Listening) => {
      signals.push(signal)
      return new Promise<ModelForecast>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('ended')))
      })
    }
    const [first, second] = [new AbortController(), new AbortController()]
    const answers = [first, second].map(({ signal }) => forecasts.get('a', compute, { signal }))
    first.abort()
    await expect(answers[0]).rejects.toThrow('A newer definition took the place of this one')
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
    second.abort()
    await expect(answers[1]).rejects.toThrow('A newer definition took the place of this one')
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(await forecasts.get('a', () => Promise.resolve(forecastOf('a')))).toMatchObject({ hash: 'a' })
  })

  it('keep neither problems nor failures: the next one is computed again', async () => {
    const forecasts = createModelForecasts()
    const wrong: ModelForecast = { definition: null, problems: [{ path: 'tiers', message: 'must be two or more' }] }
    expect(await forecasts.get('a', () => Promise.resolve(wrong))).toBe(wrong)
    await expect(forecasts.get('a', () => Promise.reject(new Error('ended')))).rejects.toThrow('ended')
    expect(forecasts.known('a')).toBeNull()
    expect(await forecasts.get('a', () => Promise.resolve(forecastOf('a')))).toMatchObject({ hash: 'a' })
  })
})
