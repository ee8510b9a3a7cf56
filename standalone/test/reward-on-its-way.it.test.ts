import { connectClient } from '@waystone/kit/postgres'
import { connectLive } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOverHttp, type OverHttp } from './over-http.js'

let waystone: OverHttp
beforeAll(async () => {
  waystone = await startOverHttp()
}, 120_000)
afterAll(() => waystone.close())

/** Makes users wait with every credit of a reward, as if it were slow, until it is called. */
async function holdRewards(): Promise<() => Promise<void>> {
  const client = await connectClient({ connectionString: waystone.databaseUrl('users') })
  await client.query('BEGIN')
  await client.query('LOCK TABLE reward_claim IN SHARE MODE')
  return () => client.end()
}

const COMPLETED = `subscription {
  questCompleted(after: "0") {
    id claimedAt quest { autoClaim }
    user { wallet { gold diamonds } rewardClaims { edges { node { completionId amount } } } }
  }
}`
/** Three of them complete "Daily visitor", which claims itself: 100 gold and 10 diamonds. */
const SIGN_IN = 'mutation { signIn(input: { usernameOrEmail: "Visitor", password: "a long password" }) { __typename } }'

test('a completion is told while its reward is on its way, and walletChanged tells when the reward is there', async () => {
  const token = await waystone.aPlayer('Visitor')
  const live = connectLive(waystone.url, { token })
  const letGo = await holdRewards()
  try {
    const told = live.subscribe<{ questCompleted: { id: string } }>(COMPLETED)
    for (let time = 0; time < 3; time++) await waystone.ask(SIGN_IN)
    const { questCompleted } = await told.nextData()
    expect(questCompleted).toEqual({
      id: expect.any(String),
      claimedAt: expect.any(String),
      quest: { autoClaim: true },
      user: { wallet: { gold: 0, diamonds: 1000 }, rewardClaims: { edges: [] } },
    })

    const wallet = live.subscribe('subscription { walletChanged { gold diamonds } }')
    expect(await wallet.nextData()).toEqual({ walletChanged: { gold: 0, diamonds: 1000 } })
    await letGo()
    expect(await wallet.nextData()).toEqual({ walletChanged: { gold: 100, diamonds: 1010 } })
    const claims = await waystone.ask('{ me { rewardClaims { edges { node { completionId amount } } } } }', { token })
    const claimed = (amount: number) => ({ node: { completionId: questCompleted.id, amount } })
    expect(claims.data.me.rewardClaims.edges).toHaveLength(2)
    expect(claims.data.me.rewardClaims.edges).toEqual(expect.arrayContaining([claimed(100), claimed(10)]))
  } finally {
    await letGo()
    live.close()
  }
})
