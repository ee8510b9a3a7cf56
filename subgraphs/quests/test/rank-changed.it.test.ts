import { connectLive, serveForTest, type LiveClient } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aLevel, startLeaderboards, type LeaderboardApp } from './leaderboard-app.js'
import { aPlayer, type Player } from './quests-app.js'

let quests: LeaderboardApp
let url: string
const clients: LiveClient[] = []
beforeAll(async () => {
  quests = await startLeaderboards()
  url = (await serveForTest(quests.app)).url
})
afterAll(async () => {
  for (const client of clients) client.close()
  await quests.close()
})

async function connect(player: Player | null): Promise<LiveClient> {
  const client = connectLive(url, player === null ? {} : { token: await quests.token(player) })
  clients.push(client)
  return client
}

interface Told {
  readonly rankChanged: { readonly rank: number; readonly score: number; readonly user: { readonly id: string } }
}
const FOLLOW = 'subscription ($id: ID!) { rankChanged(leaderboardId: $id) { rank score user { id } } }'
const AT = '2026-11-21T11:00:00Z'

test("tells the viewer's rank as it is, and when somebody else changes it, at most once a second", async () => {
  const id = await quests.aBoard()
  const [player, other] = [aPlayer(), aPlayer()]
  await quests.happens(aLevel(player, 5, AT))
  const client = await connect(player)
  // Before the first rank is told: on a busy machine it is heard long after.
  const begunAt = performance.now()
  const told = client.subscribe<Told>(FOLLOW, { id })
  expect((await told.nextData()).rankChanged).toEqual({ rank: 1, score: 5, user: { id: player.userId } })
  const levels = Array.from({ length: 10 }, (_, index) => index + 6)
  await quests.happensTogether(...levels.flatMap(level => [aLevel(other, level, AT), aLevel(aPlayer(), level, AT)]))
  expect((await told.nextData()).rankChanged).toEqual({ rank: 12, score: 5, user: { id: player.userId } })
  expect(performance.now() - begunAt).toBeGreaterThan(900)
})

test('tells nothing to a viewer without an entry until there is one', async () => {
  const id = await quests.aBoard()
  const player = aPlayer()
  const told = (await connect(player)).subscribe<Told>(FOLLOW, { id })
  await quests.happens(aLevel(aPlayer(), 3, AT))
  await quests.happens(aLevel(player, 2, AT))
  expect((await told.nextData()).rankChanged).toMatchObject({ rank: 2, score: 2 })
})

test('refuses anonymous viewers and ids that no board has', async () => {
  const id = await quests.aBoard()
  const refusal = async (player: Player | null, board: string) => {
    const told = (await connect(player)).subscribe<Told>(FOLLOW, { id: board })
    return told.nextData().then(
      () => null,
      (error: unknown) => String(error),
    )
  }
  expect(await refusal(null, id)).toMatch(/UNAUTHENTICATED|signed in/i)
  expect(await refusal(aPlayer(), aPlayer().userId)).toMatch(/leaderboardId/)
})
