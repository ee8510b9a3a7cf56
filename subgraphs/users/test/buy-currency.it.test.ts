import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balancesOf, expectSoundLedger } from './economy.js'
import { createFailingProvider, withResolvers } from './failing-provider.js'
import { buyMutation, startUsers, updateProfileMutation, type Player, type TestApp } from './users-app.js'

let users: TestApp
let faulty: TestApp
const { provider, failing, outcomes } = createFailingProvider()
beforeAll(async () => {
  users = await startUsers()
  faulty = await startUsers({ payments: provider })
})
afterAll(() => Promise.all([users.close(), faulty.close()]))

const order = (input: { packId?: string; paymentMethod?: string; idempotencyKey?: string } = {}) => ({
  input: { packId: 'diamonds-500', paymentMethod: 'pm_ok', idempotencyKey: randomUUID(), ...input },
})
const buy = (player: Player, input: Parameters<typeof order>[0] = {}, app = users) =>
  app.change(player, buyMutation, order(input))
const purchasesOf = ({ userId }: Player, app = users) =>
  app.rows<{ id: string; status: string }>(
    'select id, status::text from purchase where user_id = $1 order by created_at',
    [userId],
  )
const diamondsOf = async ({ userId }: Player, app = users) => (await balancesOf(app, userId))['wallet_diamond']

describe('buying currency', () => {
  it('with pm_ok credits the pack, books it and tells of it', async () => {
    const player = await users.aPlayer()
    const result = await buy(player)
    expect(result).toMatchObject({
      __typename: 'Purchase',
      currency: 'DIAMOND',
      amount: 500,
      priceCents: 499,
      priceCurrency: 'USD',
      status: 'COMPLETED',
      wallet: { gold: 0, diamonds: 1_500 },
    })
    expect(await users.told('purchase.completed')).toContainEqual({
      userId: player.userId,
      purchaseId: result['id'],
      packId: 'diamonds-500',
      currency: 'DIAMOND',
      amount: 500,
    })
    const { data } = await users.ask(
      player,
      '{ me { ledger(first: 1) { edges { node { amount reason reference } } } } }',
    )
    expect(data).toEqual({
      me: { ledger: { edges: [{ node: { amount: 500, reason: 'PURCHASE', reference: result['id'] } }] } },
    })
    await expectSoundLedger(users)
  })

  it('with pm_declined is refused, again under the same key, and credits nothing', async () => {
    const player = await users.aPlayer()
    const declined = { paymentMethod: 'pm_declined', idempotencyKey: randomUUID() }
    const first = await buy(player, declined)
    expect(first).toMatchObject({ __typename: 'PaymentDeclined', purchaseId: expect.any(String) })
    expect(await buy(player, declined)).toEqual(first)
    expect(await diamondsOf(player)).toBe(1_000)
    expect(await purchasesOf(player)).toEqual([{ id: first['purchaseId'], status: 'DECLINED' }])
  })

  it('with pm_slow is answered late; whoever repeats meanwhile gets the same answer and no second charge', async () => {
    const player = await users.aPlayer()
    const slow = { packId: 'gold-10000', paymentMethod: 'pm_slow', idempotencyKey: randomUUID() }
    const [first, second] = await Promise.all([buy(player, slow), buy(player, slow)])
    expect(first).toMatchObject({ status: 'COMPLETED', wallet: { gold: 10_000, diamonds: 1_000 } })
    expect(second).toEqual(first)
    expect(await purchasesOf(player)).toHaveLength(1)
  })

  it('64 times at once under one key is one purchase with 64 equal answers', async () => {
    const player = await users.aPlayer()
    const idempotencyKey = randomUUID()
    const results = await Promise.all(Array.from({ length: 64 }, () => buy(player, { idempotencyKey })))
    expect(new Set(results.map(result => JSON.stringify(result))).size).toBe(1)
    expect(results[0]).toMatchObject({ __typename: 'Purchase', status: 'COMPLETED' })
    expect(await purchasesOf(player)).toHaveLength(1)
    expect(await diamondsOf(player)).toBe(1_500)
    const told = (await users.told('purchase.completed')) as { userId: string }[]
    expect(told.filter(({ userId }) => userId === player.userId)).toHaveLength(1)
    await expectSoundLedger(users)
  })

  it('under a key of another intent is refused; another user’s key is no concern', async () => {
    const [player, other] = [await users.aPlayer(), await users.aPlayer()]
    const idempotencyKey = randomUUID()
    await buy(player, { idempotencyKey })
    const before = await users.state()
    for (const intent of [{ packId: 'gold-10000' }, { paymentMethod: 'pm_declined' }, { packId: 'gone' }]) {
      const refused = { __typename: 'InvalidInput', field: 'idempotencyKey' }
      expect(await buy(player, { idempotencyKey, ...intent })).toMatchObject(refused)
    }
    expect(await users.state()).toEqual(before)
    expect(await buy(other, { idempotencyKey })).toMatchObject({ __typename: 'Purchase' })
  })

  it.each([
    ['packId', { packId: 'diamonds-501' }],
    ['packId', { packId: '' }],
    ['paymentMethod', { paymentMethod: 'pm_unknown' }],
    ['paymentMethod', { paymentMethod: 'constructor' }],
    ['idempotencyKey', { idempotencyKey: '' }],
    ['idempotencyKey', { idempotencyKey: 'x'.repeat(129) }],
    ['idempotencyKey', { idempotencyKey: 'nul\0' }],
  ])('is refused for a wrong %s, and changes nothing: %j', async (field, input) => {
    const player = await users.aPlayer()
    const before = await users.state()
    expect(await buy(player, input)).toMatchObject({ __typename: 'InvalidInput', field })
    expect(await users.state()).toEqual(before)
  })

  it('needs somebody who is signed in', async () => {
    const before = await users.state()
    expect((await users.ask(null, buyMutation, order())).errors[0]?.code).toBe('UNAUTHENTICATED')
    expect(await users.state()).toEqual(before)
  })
})

describe('declined payments', () => {
  const declined = { paymentMethod: 'pm_declined' }

  it('are limited within 24 hours, at once or not; a key that was used is answered as before', async () => {
    const now = users.clock.now()
    try {
      const player = await users.aPlayer()
      const first = { ...declined, idempotencyKey: randomUUID() }
      const answer = await buy(player, first)
      users.clock.advance(60_000)
      const results = await Promise.all(Array.from({ length: 40 }, () => buy(player, declined)))
      expect(results.filter(({ __typename }) => __typename === 'PaymentDeclined').length).toBeLessThanOrEqual(19)
      expect(await purchasesOf(player)).toHaveLength(20)
      expect(await buy(player, first)).toEqual(answer)
      const refused = { __typename: 'TooManyAttempts', retryAfterSeconds: 24 * 3_600 - 60 }
      expect(await buy(player, {})).toMatchObject(refused)
      users.clock.set(new Date(now.getTime() + 24 * 3_600_000).toISOString())
      const { accessToken } = await users.signIn(player.username)
      expect(await buy({ ...player, accessToken: String(accessToken) })).toMatchObject({ __typename: 'Purchase' })
    } finally {
      users.clock.set(now)
    }
  })
})

describe('the spend limit', () => {
  // 500.00 in a month, packs of 99.99: five fit.
  const dear = { packId: 'diamonds-14000' }

  it('is exact however many buy at once, and says when it resets', async () => {
    const player = await users.aPlayer()
    const results = await Promise.all(Array.from({ length: 20 }, () => buy(player, dear)))
    expect(results.filter(({ __typename }) => __typename === 'Purchase')).toHaveLength(5)
    const refused = results.filter(({ __typename }) => __typename === 'SpendLimitReached')
    expect(refused).toHaveLength(15)
    expect(refused[0]).toMatchObject({ limitCents: 50_000, resetsAt: '2026-12-01T00:00:00.000Z' })
    expect(await diamondsOf(player)).toBe(1_000 + 5 * 14_000)
    expect(await purchasesOf(player)).toHaveLength(5)
    await expectSoundLedger(users)
  })

  it('counts neither what was declined nor what was bought last month, by the player’s own clock', async () => {
    const now = users.clock.now()
    try {
      const player = await users.aPlayer()
      await users.change(player, updateProfileMutation, { input: { timeZone: 'America/New_York' } })
      for (let count = 0; count < 5; count++) await buy(player, { ...dear, paymentMethod: 'pm_declined' })
      for (let count = 0; count < 5; count++) await buy(player, dear)
      // The account was made in UTC; New York counts from the end of November in UTC, when it is November there.
      expect(await buy(player, dear)).toMatchObject({ resetsAt: '2026-12-01T00:00:00.000Z' })
      users.clock.set('2026-12-01T04:59:59Z')
      const { accessToken } = await signedInAnew(player)
      expect(await buy({ ...player, accessToken }, dear)).toMatchObject({ resetsAt: '2026-12-01T05:00:00.000Z' })
      users.clock.set('2026-12-01T05:00:00Z')
      expect(await buy({ ...player, accessToken }, dear)).toMatchObject({ __typename: 'Purchase' })
    } finally {
      users.clock.set(now)
    }
  })

  it('is not spent again by changing the time zone, and knows the new zone from the next month on', async () => {
    const now = users.clock.now()
    const zones = ['Pacific/Pago_Pago', 'Pacific/Kiritimati', 'UTC', 'Pacific/Auckland', 'America/Los_Angeles']
    try {
      const player = await users.aPlayer()
      const spent = new Map<string, number>()
      users.clock.set('2026-11-30T08:00:00Z')
      // 60 hours around the turn of the month, each with another zone and as many purchases as the limit
      // would let through.
      for (let hour = 0; hour < 60; hour += 3) {
        const { accessToken } = await signedInAnew(player)
        const viewer = { ...player, accessToken }
        await users.change(viewer, updateProfileMutation, { input: { timeZone: zones[hour % zones.length] } })
        const results = await Promise.all(Array.from({ length: 6 }, () => buy(viewer, dear)))
        const bought = results.filter(({ __typename }) => __typename === 'Purchase').length
        const month = users.clock.now() < new Date('2026-12-01T00:00:00Z') ? 'November' : 'December'
        spent.set(month, (spent.get(month) ?? 0) + bought)
        users.clock.advance(3 * 3_600_000)
      }
      // The account was made in UTC: its November ends there, and no zone ends it sooner.
      expect(Object.fromEntries(spent)).toEqual({ November: 5, December: 5 })
      await expectSoundLedger(users)
    } finally {
      users.clock.set(now)
    }
  })

  const signedInAnew = async ({ username }: Player) => {
    const { accessToken } = await users.signIn(username)
    return { accessToken: String(accessToken) }
  }
})

describe('a purchase whose payment fails without saying how far it came', () => {
  const tryToBuy = (player: Player, idempotencyKey: string) =>
    faulty.ask(player, buyMutation, order({ idempotencyKey }))

  it.each([
    ['before', 'DECLINED', 1_000],
    ['after', 'COMPLETED', 1_500],
  ] as const)('%s the charge stays pending, and recovery ends it as %s', async (moment, status, diamonds) => {
    const player = await faulty.aPlayer()
    failing.charge = moment
    const { data, errors } = await tryToBuy(player, randomUUID())
    failing.charge = 'never'
    expect({ data, errors: errors.length }).toEqual({ data: null, errors: 1 })
    expect(await purchasesOf(player, faulty)).toMatchObject([{ status: 'PENDING' }])
    expect(await faulty.app.services.recoverPurchases()).toBe(0)

    faulty.clock.advance(61_000)
    await Promise.all(Array.from({ length: 4 }, () => faulty.app.services.recoverPurchases()))
    expect(await purchasesOf(player, faulty)).toMatchObject([{ status }])
    expect(await diamondsOf(player, faulty)).toBe(diamonds)
    expect(await faulty.app.services.recoverPurchases()).toBe(0)
    await expectSoundLedger(faulty)
  })

  it.each(['before', 'after'] as const)('%s the charge is driven on by a repeat, to one credit', async moment => {
    const player = await faulty.aPlayer()
    const key = randomUUID()
    failing.charge = moment
    await tryToBuy(player, key)
    failing.charge = 'never'
    const repeats = await Promise.all(Array.from({ length: 8 }, () => tryToBuy(player, key)))
    expect(repeats.map(({ data }) => data?.['result'])).toMatchObject(
      Array.from({ length: 8 }, () => ({ status: 'COMPLETED' })),
    )
    const purchases = await purchasesOf(player, faulty)
    expect(purchases).toMatchObject([{ status: 'COMPLETED' }])
    expect(outcomes.get(purchases[0]?.id ?? '')).toBe('CHARGED')
    faulty.clock.advance(61_000)
    await faulty.app.services.recoverPurchases()
    expect(await diamondsOf(player, faulty)).toBe(1_500)
    await expectSoundLedger(faulty)
  })

  it('and was given up by recovery is declined for whoever repeats it, charged or not', async () => {
    const player = await faulty.aPlayer()
    const key = randomUUID()
    failing.charge = 'before'
    await tryToBuy(player, key)
    failing.charge = 'never'
    faulty.clock.advance(61_000)
    await faulty.app.services.recoverPurchases()
    expect((await tryToBuy(player, key)).data?.['result']).toMatchObject({ __typename: 'PaymentDeclined' })
    expect(await diamondsOf(player, faulty)).toBe(1_000)
  })

  it('that is answered after recovery has ended it is credited once, and the late answer is the purchase', async () => {
    const player = await faulty.aPlayer()
    const { promise, resolve } = withResolvers()
    failing.answer = promise
    const late = tryToBuy(player, randomUUID())
    await expect.poll(async () => outcomes.has((await purchasesOf(player, faulty))[0]?.id ?? '')).toBe(true)
    faulty.clock.advance(61_000)
    expect(await faulty.app.services.recoverPurchases()).toBe(1)
    expect(await diamondsOf(player, faulty)).toBe(1_500)
    resolve()
    expect((await late).data?.['result']).toMatchObject({ status: 'COMPLETED', wallet: { diamonds: 1_500 } })
    expect(await diamondsOf(player, faulty)).toBe(1_500)
    await expectSoundLedger(faulty)
  })

  it('again in recovery holds no other purchase back', async () => {
    const players = [await faulty.aPlayer(), await faulty.aPlayer(), await faulty.aPlayer()]
    failing.charge = 'after'
    for (const player of players) await tryToBuy(player, randomUUID())
    failing.charge = 'never'
    const ids = (await Promise.all(players.map(player => purchasesOf(player, faulty)))).map(([one]) => one?.id ?? '')
    const stuck = ids.toSorted()[0] ?? ''
    failing.conclude.add(stuck)
    faulty.clock.advance(61_000)
    expect(await faulty.app.services.recoverPurchases()).toBe(2)
    failing.conclude.clear()
    expect(await faulty.app.services.recoverPurchases()).toBe(1)
    for (const player of players) expect(await diamondsOf(player, faulty)).toBe(1_500)
  })
})
