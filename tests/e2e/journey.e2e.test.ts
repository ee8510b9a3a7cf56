import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf, eventually, type Client } from './client.js'
import { startWaystone, type SetUp, type Waystone } from './waystone.js'

type Wallet = { gold: number; diamonds: number }
type AuthSession = {
  __typename: 'AuthSession'
  accessToken: string
  refreshToken: string
  user: { id: string; wallet: Wallet }
}
type Line = { currency: 'GOLD' | 'DIAMOND'; amount: number; balanceAfter: number; reason: string; reference: string }

const FIRST_LIGHT_COST = 100
const password = 'a long enough password'

describe.each<SetUp>(['standalone', 'distributed'])('a new player of %s Waystone', setUp => {
  let waystone: Waystone
  let player: Client
  let session: AuthSession
  const name = `Rook${randomUUID().slice(0, 8)}`

  beforeAll(async () => {
    waystone = await startWaystone(setUp)
  })
  afterAll(() => waystone.close())

  const signIn = () =>
    clientOf(waystone.url)
      .data<{ signIn: AuthSession }>(
        `mutation ($name: String!, $password: String!) { signIn(input: { usernameOrEmail: $name, password: $password }) {
          __typename ... on AuthSession { accessToken refreshToken user { id wallet { gold diamonds } } } } }`,
        { name, password },
      )
      .then(data => data.signIn)

  const wallet = () =>
    player.data<{ me: { wallet: Wallet } }>('{ me { wallet { gold diamonds } } }').then(data => data.me.wallet)

  it('signs up with 1,000 diamonds and refreshes the session', async () => {
    const { signUp } = await clientOf(waystone.url).data<{ signUp: AuthSession }>(
      `mutation ($name: String!, $email: EmailAddress!, $password: String!) {
        signUp(input: { username: $name, email: $email, password: $password, timeZone: "Europe/Paris" }) {
          __typename ... on AuthSession { accessToken refreshToken user { id wallet { gold diamonds } } } } }`,
      { name, email: `${name}@example.com`, password },
    )
    expect(signUp).toMatchObject({ __typename: 'AuthSession', user: { wallet: { gold: 0, diamonds: 1000 } } })

    const { refreshSession } = await clientOf(waystone.url).data<{ refreshSession: AuthSession }>(
      'mutation ($token: String!) { refreshSession(refreshToken: $token) { __typename ... on AuthSession { accessToken refreshToken user { id } } } }',
      { token: signUp.refreshToken },
    )
    expect(refreshSession).toMatchObject({ __typename: 'AuthSession', user: { id: signUp.user.id } })
    expect(refreshSession.refreshToken).not.toBe(signUp.refreshToken)
    session = { ...signUp, ...refreshSession }
    player = clientOf(waystone.url, session.accessToken)
  })

  it('makes a character', async () => {
    const { createCharacter } = await player.data<{ createCharacter: unknown }>(
      'mutation ($name: String!) { createCharacter(input: { name: $name, class: MAGE }) { __typename ... on Character { name level owner { id username } } } }',
      { name },
    )
    expect(createCharacter).toEqual({
      __typename: 'Character',
      name,
      level: 1,
      owner: { id: session.user.id, username: name },
    })
  })

  it('completes "Daily visitor" by three sign-ins, and is paid exactly once', async () => {
    const before = await wallet()
    for (let i = 0; i < 3; i++) expect((await signIn()).__typename).toBe('AuthSession')
    const after = await eventually(wallet, ({ gold }) => gold > before.gold)
    expect(after).toEqual({ gold: before.gold + 100, diamonds: before.diamonds + 10 })

    const { me } = await eventually(
      () =>
        player.data<{
          me: {
            questCompletions: {
              totalCount: number
              edges: { node: { number: number; claimedAt: string | null; quest: { id: string; name: string } } }[]
            }
            rewardClaims: { edges: { node: { questId: string; currency: string; amount: number } }[] }
          }
        }>(
          '{ me { questCompletions { totalCount edges { node { number claimedAt quest { id name } } } } rewardClaims { edges { node { questId currency amount } } } } }',
        ),
      data => data.me.rewardClaims.edges.length >= 2,
    )
    const daily = me.questCompletions.edges.filter(({ node }) => node.quest.name === 'Daily visitor')
    expect(daily).toHaveLength(1)
    expect(daily[0]?.node.number).toBe(1)
    expect(daily[0]?.node.claimedAt).not.toBeNull()
    const claims = me.rewardClaims.edges
      .map(({ node }) => node)
      .filter(claim => claim.questId === daily[0]?.node.quest.id)
    expect(claims.toSorted((a, b) => b.amount - a.amount)).toEqual([
      { questId: daily[0]?.node.quest.id, currency: 'GOLD', amount: 100 },
      { questId: daily[0]?.node.quest.id, currency: 'DIAMOND', amount: 10 },
    ])
  })

  it('buys currency: paid, declined, and repeated', async () => {
    type Bought = {
      __typename: string
      id?: string
      currency?: 'GOLD' | 'DIAMOND'
      amount?: number
      status?: string
      purchaseId?: string
    }
    const { currencyPacks } = await player.data<{ currencyPacks: { id: string; currency: string; amount: number }[] }>(
      '{ currencyPacks { id currency amount } }',
    )
    const pack = currencyPacks.find(({ currency, amount }) => currency === 'DIAMOND' && amount >= 500)
    if (pack === undefined) throw new Error('No pack of diamonds is sold')
    const buy = (paymentMethod: string, key: string) =>
      player
        .data<{ buyCurrency: Bought }>(
          `mutation ($packId: ID!, $paymentMethod: String!, $key: ID!) { buyCurrency(input: { packId: $packId, paymentMethod: $paymentMethod, idempotencyKey: $key }) {
            __typename ... on Purchase { id currency amount status } ... on PaymentDeclined { purchaseId } } }`,
          { packId: pack.id, paymentMethod, key },
        )
        .then(data => data.buyCurrency)

    const before = await wallet()
    const key = randomUUID()
    const bought = await buy('pm_ok', key)
    expect(bought).toMatchObject({
      __typename: 'Purchase',
      currency: 'DIAMOND',
      amount: pack.amount,
      status: 'COMPLETED',
    })
    expect((await buy('pm_declined', randomUUID())).__typename).toBe('PaymentDeclined')
    expect(await buy('pm_ok', key)).toEqual(bought)
    expect(await wallet()).toEqual({ ...before, diamonds: before.diamonds + pack.amount })
  })

  it('pulls one and ten, and finds the items in the inventory', async () => {
    type Pull = { __typename: string; id: string; cost: number; items: { item: { id: string; name: string } }[] }
    const { banners } = await player.data<{
      banners: { id: string; name: string; pullCost: number; tenPullCost: number }[]
    }>('{ banners { id name pullCost tenPullCost } }')
    const banner = banners.find(candidate => candidate.name === 'First Light')
    if (banner === undefined) throw new Error('First Light is not open')
    expect(banner.pullCost).toBe(FIRST_LIGHT_COST)
    const pull = (count: number, key: string) =>
      player
        .data<{ pull: Pull }>(
          `mutation ($bannerId: ID!, $count: Int!, $key: ID!) { pull(input: { bannerId: $bannerId, count: $count, idempotencyKey: $key }) {
            __typename ... on Pull { id cost items { item { id name } } } ... on Refusal { message } } }`,
          { bannerId: banner.id, count, key },
        )
        .then(data => data.pull)

    const before = await wallet()
    const one = await pull(1, randomUUID())
    const key = randomUUID()
    const ten = await pull(10, key)
    expect(one).toMatchObject({ __typename: 'Pull', cost: banner.pullCost })
    expect(ten).toMatchObject({ __typename: 'Pull', cost: banner.tenPullCost })
    expect([one.items.length, ten.items.length]).toEqual([1, 10])
    expect(await pull(10, key)).toEqual(ten)
    expect(await wallet()).toEqual({ ...before, diamonds: before.diamonds - banner.pullCost - banner.tenPullCost })

    const { me } = await player.data<{
      me: { inventory: { edges: { node: { quantity: number; item: { id: string } } }[] } }
    }>('{ me { inventory(first: 100) { edges { node { quantity item { id } } } } } }')
    const held = new Map(me.inventory.edges.map(({ node }) => [node.item.id, node.quantity]))
    const pulled = [...one.items, ...ten.items].map(({ item }) => item.id)
    for (const id of new Set(pulled)) expect(held.get(id)).toBe(pulled.filter(other => other === id).length)
  })

  it('has a ledger that matches the wallet to the unit', async () => {
    const { me } = await player.data<{ me: { wallet: Wallet; ledger: { edges: { node: Line }[] } } }>(
      '{ me { wallet { gold diamonds } ledger(first: 100) { edges { node { currency amount balanceAfter reason reference } } } } }',
    )
    const lines = me.ledger.edges.map(({ node }) => node)
    for (const [currency, balance] of [
      ['GOLD', me.wallet.gold],
      ['DIAMOND', me.wallet.diamonds],
    ] as const) {
      const ofCurrency = lines.filter(line => line.currency === currency)
      expect(ofCurrency.reduce((sum, line) => sum + line.amount, 0)).toBe(balance)
      expect(ofCurrency[0]?.balanceAfter).toBe(balance)
    }
    const reasons = new Set(lines.map(line => line.reason))
    expect([...reasons].toSorted()).toEqual(['GRANT', 'PULL', 'PURCHASE', 'QUEST_REWARD'])
  })

  it('completes "Daily visitor" a second time, and the 7th sign-in is recorded and completes nothing', async () => {
    const completions = () =>
      player
        .data<{
          me: { events: { totalCount: number }; questCompletions: { edges: { node: { quest: { name: string } } }[] } }
        }>(
          '{ me { events(type: "user.signed_in") { totalCount } questCompletions(first: 100) { edges { node { quest { name } } } } } }',
        )
        .then(({ me }) => ({
          signIns: me.events.totalCount,
          daily: me.questCompletions.edges.filter(({ node }) => node.quest.name === 'Daily visitor').length,
        }))
    const unpaid = await wallet()
    for (let i = 0; i < 3; i++) await signIn()
    expect(await eventually(completions, ({ signIns, daily }) => signIns === 6 && daily === 2)).toEqual({
      signIns: 6,
      daily: 2,
    })
    // The completion is there before its reward has been paid.
    const before = await eventually(wallet, ({ gold }) => gold > unpaid.gold)
    expect(before).toEqual({ gold: unpaid.gold + 100, diamonds: unpaid.diamonds + 10 })
    await signIn()
    expect(await eventually(completions, ({ signIns }) => signIns === 7)).toEqual({ signIns: 7, daily: 2 })
    expect(await wallet()).toEqual(before)
  })

  it('answers one query across all four subgraphs', async () => {
    const { me } = await player.data<{
      me: {
        username: string
        wallet: Wallet
        characters: { name: string }[]
        questProgress: { quest: { name: string }; status: string }[]
        inventory: { edges: { node: { item: { name: string } } }[] }
      }
    }>(
      '{ me { username wallet { gold diamonds } characters { name } questProgress { quest { name } status } inventory { edges { node { item { name } } } } } }',
    )
    expect(me.username).toBe(name)
    expect(me.characters).toEqual([{ name }])
    expect(me.questProgress).toContainEqual({ quest: { name: 'Daily visitor' }, status: 'EXHAUSTED' })
    expect(me.inventory.edges.length).toBeGreaterThan(0)
    for (const { node } of me.inventory.edges) expect(node.item.name).not.toBe('')
  })

  it('signs out, and the access token is refused everywhere within a second', async () => {
    const signedIn = await signIn()
    const there = clientOf(waystone.url, signedIn.accessToken)
    expect(await there.data('mutation { signOut }')).toEqual({ signOut: true })
    const refused = await eventually(
      () => there.send('{ me { username characters { name } } }'),
      answer => answer.status === 401,
    )
    expect(refused.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED')
  })
})
