import { randomUUID } from 'node:crypto'
import { connectLive, serveForTest, type LiveClient } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPlayer, aSignIn, startQuests, type Player, type TestApp } from './quests-app.js'

let quests: TestApp
let url: string
const clients: LiveClient[] = []
beforeAll(async () => {
  quests = await startQuests()
  await quests.aQuest({ duplicationLimit: null, autoClaim: true })
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

const signsIn = async (player: Player, times = 1): Promise<void> => {
  for (let time = 0; time < times; time++) await quests.happens(aSignIn(player, quests.clock.now()))
}

interface Completed {
  readonly questCompleted: { readonly id: string; readonly number: number }
}
const completed = `subscription ($after: ID) {
  questCompleted(after: $after) { id number completedAt quest { name } user { id } }
}`

describe('questCompleted', () => {
  it('tells a completion as it happens, and only of whoever asks', async () => {
    const [player, other] = [aPlayer(), aPlayer()]
    const told = (await connect(player)).subscribe<Completed>(completed, { after: '0' })
    await signsIn(other)
    await signsIn(player)
    expect(await told.nextData()).toEqual({
      questCompleted: {
        id: expect.any(String),
        number: 1,
        completedAt: quests.clock.now().toISOString(),
        quest: { name: 'Visitor' },
        user: { id: player.userId },
      },
    })
  })

  it('replays what was missed after an id, in order, and goes on with what comes', async () => {
    const player = aPlayer()
    await signsIn(player, 3)
    const told = (await connect(player)).subscribe<Completed>(completed, { after: '0' })
    const first = await told.nextData()
    told.close()
    const again = (await connect(player)).subscribe<Completed>(completed, { after: first.questCompleted.id })
    expect((await again.nextData()).questCompleted.number).toBe(2)
    expect((await again.nextData()).questCompleted.number).toBe(3)
    await signsIn(player)
    expect((await again.nextData()).questCompleted.number).toBe(4)
  })

  it('refuses an id that is unknown, no id at all, or of another user', async () => {
    const [player, other] = [aPlayer(), aPlayer()]
    await signsIn(other)
    const theirs = (await connect(other)).subscribe<Completed>(completed, { after: '0' })
    const { questCompleted } = await theirs.nextData()
    const client = await connect(player)
    for (const after of [questCompleted.id, randomUUID(), 'yesterday', '']) {
      const { data, errors } = await client.subscribe(completed, { after }).next()
      expect(data ?? null).toBeNull()
      expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT'])
    }
  })
})

describe('questProgressed', () => {
  it('tells progress when it moves', async () => {
    const player = aPlayer()
    await signsIn(player)
    const told = (await connect(player)).subscribe(
      'subscription { questProgressed { completions quest { name } user { id } } }',
    )
    // The server does not announce when it listens: a first message proves that it does.
    let moves = 1
    const first = told.nextData()
    const heard = { once: false }
    void first.then(() => (heard.once = true))
    while (!heard.once) {
      await signsIn(player)
      moves++
    }
    expect(await first).toMatchObject({ questProgressed: { quest: { name: 'Visitor' }, user: { id: player.userId } } })
    const last = async (): Promise<void> => {
      const { questProgressed } = (await told.nextData()) as { questProgressed: { completions: number } }
      if (questProgressed.completions < moves) await last()
    }
    await signsIn(player)
    moves++
    await last()
  })
})
