import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { History, installCrash, listings } from './catalog-history.js'
import { expectedListings, histories } from './histories.js'
import { startQuests, type TestApp } from './quests-app.js'

const RUNS = 30

let quests: TestApp
beforeAll(async () => {
  quests = await startQuests()
  await installCrash(quests)
}, 60_000)
afterAll(() => quests.close())

describe('after any history of commands, crashes and rebuilds', () => {
  it('the read model is what the commands say, and the same when it is made anew', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async steps => {
        await quests.rows('TRUNCATE quest_version, quest, quest_listing CASCADE')
        await quests.rows('UPDATE catalog SET revision = 0')
        await quests.rows('UPDATE quest_projection SET revision = 0')
        const { app } = await quests.another()
        const history = new History(quests, app)
        try {
          for (const step of steps) await history.take(step)
          history.leave()
          const expected = expectedListings(history.accepted)
          expect(await history.shown()).toEqual(history.expectedIds())
          expect(await listings(quests)).toEqual(expected)
          expect(await history.finishRebuild()).toEqual({ versions: history.accepted.length, changed: 0 })
          expect(await listings(quests)).toEqual(expected)
          expect(await history.shown()).toEqual(history.expectedIds())
          expect(await quests.rows('SELECT generation FROM quest_projection')).toHaveLength(1)
        } finally {
          await history.close()
        }
      }),
      { numRuns: RUNS },
    )
  }, 300_000)
})
