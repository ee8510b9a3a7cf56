import { expect, it } from 'vitest'
import { givenModel } from '../../test/banner-model/short-form.js'
import { createDrafts } from './drafts.js'
import type { ModelForecast } from './model-forecast.js'
import { createModelForecasts, type Listening } from './model-forecasts.js'

const forecastOf = (hash: string): ModelForecast => ({
  definition: givenModel('box-300'),
  hash,
  odds: { orders: [], items: [], refusals: [] },
})

/** Drafts of forecasts that end when the test says so. */
function givenDrafts() {
  const [drafts, forecasts] = [createDrafts(), createModelForecasts()]
  const computed: { hash: string; signal: AbortSignal; finish: () => void }[] = []
  const ask = (draft: string, hash: string) =>
    drafts.latest(draft, {
      hash,
      ask: signal => {
        const compute = (listening: Listening) =>
          new Promise<ModelForecast>((resolve, reject) => {
            computed.push({ hash, signal: listening.signal, finish: () => resolve(forecastOf(hash)) })
            listening.signal.addEventListener('abort', () => reject(new Error('ended')))
          })
        return forecasts.get(hash, compute, { signal })
      },
    })
  return { ask, computed }
}

const NEWER = 'A newer definition took the place of this one'

it('answers both callers of one definition by one computation', async () => {
  const { ask, computed } = givenDrafts()
  const answers = [ask('mine', 'a'), ask('mine', 'a')]
  expect(computed.map(({ signal }) => signal.aborted)).toEqual([false])
  computed[0]?.finish()
  expect(await Promise.all(answers)).toMatchObject([{ hash: 'a' }, { hash: 'a' }])
})

it('ends the older definition for all of its callers, and that of no other draft', async () => {
  const { ask, computed } = givenDrafts()
  const older = [ask('mine', 'a'), ask('mine', 'a')]
  const other = ask('other', 'b')
  const newer = ask('mine', 'c')
  for (const answer of older) await expect(answer).rejects.toThrow(NEWER)
  expect(computed.map(({ hash, signal }) => [hash, signal.aborted])).toEqual([
    ['a', true],
    ['b', false],
    ['c', false],
  ])
  for (const { finish } of computed) finish()
  expect(await Promise.all([other, newer])).toMatchObject([{ hash: 'b' }, { hash: 'c' }])
})

it('keeps a computation that another draft waits for', async () => {
  const { ask, computed } = givenDrafts()
  const [older, other] = [ask('mine', 'a'), ask('other', 'a')]
  const newer = ask('mine', 'b')
  await expect(older).rejects.toThrow(NEWER)
  for (const { finish } of computed) finish()
  expect(await Promise.all([other, newer])).toMatchObject([{ hash: 'a' }, { hash: 'b' }])
})
