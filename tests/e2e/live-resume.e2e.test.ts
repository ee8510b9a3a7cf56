import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Stage } from '../chaos/stage.js'
import { clientOf } from './client.js'
import { aPlayer } from './players.js'
import { aDevice, COMPLETED, numbersOf, signIn, startTravels, traveller, upTo, type Completed } from './travellers.js'

describe('completions', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await startTravels()
  })
  afterAll(() => stage.close({ keepLogs: false }))

  it('are all told over one and the same connection, though their subgraph is killed and started again', async () => {
    const player = await aPlayer(stage.url)
    const move = traveller(player)
    const numbers: number[] = []
    let closings = 0
    const client = createClient({
      url: `${stage.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${player.accessToken}` },
      retryAttempts: 0,
      on: { closed: () => closings++ },
    })
    let ended: unknown = null
    client.subscribe<Completed & Record<string, unknown>>(
      { query: COMPLETED, variables: { after: '0' } },
      {
        next: ({ data }) => void numbers.push(...(data ? numbersOf(data) : [-1])),
        error: error => (ended = error),
        complete: () => (ended = 'complete'),
      },
    )
    await move(3)
    await expect.poll(() => numbers, { timeout: 20_000 }).toEqual(upTo(3))
    const [quests] = stage.of('quests')
    await quests?.kill()
    await move(4)
    quests?.start()
    await quests?.untilReady()
    await move(3)
    await expect.poll(() => numbers, { timeout: 60_000 }).toEqual(upTo(10))
    expect({ ended, closings }).toEqual({ ended: null, closings: 0 })
    await client.dispose()
  })

  it('go on without a gap when the session has ended and the client gets itself another token', async () => {
    const player = await aPlayer(stage.url)
    const asked: boolean[] = []
    const device = aDevice(stage.url, async ({ expired }) => {
      asked.push(expired)
      return expired ? (await signIn(stage.url, player.name)).accessToken : player.accessToken
    })
    await traveller(player)(2)
    await expect.poll(() => device.numbers, { timeout: 20_000 }).toEqual([1, 2])
    const another = await signIn(stage.url, player.name)
    await player.client.data('mutation { signOut }')
    await traveller(player, another.client)(3)
    await expect.poll(() => asked, { timeout: 20_000 }).toEqual([false, true])
    await expect.poll(() => device.numbers, { timeout: 20_000 }).toEqual(upTo(5))
    await device.close()
  })
})

describe('with access tokens that live for five seconds', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await startTravels({ ACCESS_TOKEN_LIFETIME_SECONDS: '5' })
  })
  afterAll(() => stage.close({ keepLogs: false }))

  it('a device that refreshes its session is told every completion, over one connection for each token', async () => {
    const player = await aPlayer(stage.url)
    let { accessToken, refreshToken } = player
    const refreshes: string[] = []
    const device = aDevice(stage.url, async ({ expired }) => {
      if (!expired) return accessToken
      const { refreshSession } = await clientOf(stage.url).data<{ refreshSession: typeof player }>(REFRESH, {
        refreshToken,
      })
      ;({ accessToken, refreshToken } = refreshSession)
      refreshes.push(accessToken)
      return accessToken
    })
    let moved = 0
    for (const until = Date.now() + 40_000; refreshes.length < 2 && Date.now() < until; moved += 2) {
      await traveller(player, (await signIn(stage.url, player.name)).client)(2)
    }
    await expect.poll(() => device.numbers, { timeout: 20_000 }).toEqual(upTo(moved))
    expect(refreshes.length).toBeGreaterThanOrEqual(2)
    await device.close()
  })
})

const REFRESH = `mutation ($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) { ... on AuthSession { accessToken refreshToken } }
}`
