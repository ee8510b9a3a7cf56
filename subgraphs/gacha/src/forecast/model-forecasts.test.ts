import { describe, expect, it, vi } from 'vitest'
import { givenModel } from '../../test/banner-model/short-form.js'
import type { ModelForecast } from './model-forecast.js'
import { createModelForecasts } from './model-forecasts.js'

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
    const compute = vi.fn((tell: (progress: { done: number; total: number }) => void) =>
      Promise.resolve().then(() => {
        tell({ done: 1, total: 2 })
        return forecastOf('a')
      }),
    )
    const heard: string[] = []
    const [first, second] = await Promise.all([
      forecasts.get('a', compute, ({ done }) => heard.push(`first ${done}`)),
      forecasts.get('a', compute, ({ done }) => heard.push(`second ${done}`)),
    ])
    expect(first).toBe(second)
    expect(await forecasts.get('a', compute, silent)).toBe(first)
    expect(forecasts.known('a')).toBe(first)
    expect(compute).toHaveBeenCalledTimes(1)
    expect(heard).toEqual(['first 1', 'second 1'])
  })

  it('keep those that were used last, also under the hash of a definition with its defaults', async () => {
    const forecasts = createModelForecasts({ keptMax: 2 })
    for (const hash of ['a', 'b']) await forecasts.get(hash, () => Promise.resolve(forecastOf(hash)), silent)
    expect(forecasts.known('a')).not.toBeNull()
    await forecasts.get('c', () => Promise.resolve(forecastOf('c')), silent)
    expect(['a', 'b', 'c'].map(hash => forecasts.known(hash) !== null)).toEqual([true, false, true])
    await forecasts.get('as it was sent', () => Promise.resolve(forecastOf('filled in')), silent)
    expect(forecasts.known('filled in')).not.toBeNull()
  })

  it('keep neither problems nor failures: the next one is computed again', async () => {
    const forecasts = createModelForecasts()
    const wrong: ModelForecast = { definition: null, problems: [{ path: 'tiers', message: 'must be two or more' }] }
    expect(await forecasts.get('a', () => Promise.resolve(wrong), silent)).toBe(wrong)
    await expect(forecasts.get('a', () => Promise.reject(new Error('ended')), silent)).rejects.toThrow('ended')
    expect(forecasts.known('a')).toBeNull()
    expect(await forecasts.get('a', () => Promise.resolve(forecastOf('a')), silent)).toMatchObject({ hash: 'a' })
  })
})
