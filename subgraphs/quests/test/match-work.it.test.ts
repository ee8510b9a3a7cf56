import { tellFrom, type LiveUpdate } from '@waystone/kit/live'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { COUNTDOWN_MS, DURATION_MS } from '../src/domain/matches/match.js'
import { duelsOf } from './duels.js'
import { aPlayer, startQuests, type TestApp } from './quests-app.js'

let quests: TestApp
let duels: ReturnType<typeof duelsOf>
// The app is not started: nothing but the test runs matches.
beforeAll(async () => {
  quests = await startQuests()
  duels = duelsOf(quests)
})
afterAll(() => quests.close())

it('wakes the job by tickets and by matches that are made, and the job says when there is work next', async () => {
  const woken: string[] = []
  const publish = ({ topic }: LiveUpdate) => void woken.push(topic)
  const { stop } = tellFrom(quests.database.primary, {
    publish,
    follow: () => Promise.reject(new Error('Expected no follower')),
    close: () => undefined,
  })
  const wakes = () => woken.splice(0).filter(topic => topic === 'match-work').length
  const [strong, weak] = [aPlayer(), aPlayer()]
  const rated = 'INSERT INTO match_rating (user_id, mu, sigma, rating, matches) VALUES ($1, 25, 8, $2, 0)'
  await quests.rows(rated, strong.userId, 2_400)
  await quests.rows(rated, weak.userId, 900)
  const later = (ms: number) => new Date(quests.clock.now().getTime() + ms)
  expect(await quests.app.services.runMatches()).toBeNull()
  await duels.findMatch(strong)
  expect([wakes(), await quests.app.services.runMatches()]).toEqual([1, null])
  await duels.findMatch(weak)
  expect([wakes(), await quests.app.services.runMatches()]).toEqual([1, later(1_000)])
  quests.clock.advance(59_999)
  // Tickets are kept by asking again.
  for (const player of [strong, weak]) await duels.findMatch(player)
  quests.clock.advance(1)
  woken.splice(0)
  expect([await quests.app.services.runMatches(), wakes()]).toEqual([later(COUNTDOWN_MS), 1])
  quests.clock.advance(COUNTDOWN_MS)
  expect(await quests.app.services.runMatches()).toEqual(later(DURATION_MS))
  quests.clock.advance(DURATION_MS)
  expect(await quests.app.services.runMatches()).toBeNull()
  stop()
})
