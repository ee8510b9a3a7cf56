import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTestProvider } from '../src/payments/test-provider.js'
import { createPrisma } from '../src/repositories/prisma.js'
import { balancesOf, expectSoundLedger } from './economy.js'
import { createFailingProvider, withResolvers } from './failing-provider.js'
import { buyMutation, setStatusMutation, startUsers, type Player, type TestApp } from './users-app.js'

const START = '2026-11-30T23:30:00Z'
const { provider, failing, outcomes, refunds } = createFailingProvider()
let users: TestApp
let admin: Player
beforeAll(async () => {
  users = await startUsers({ payments: provider })
})
afterAll(() => users.close())
beforeEach(async () => {
  users.clock.set(START)
  Object.assign(failing, { charge: 'never', refund: 'never', answer: Promise.resolve(), begin: Promise.resolve() })
  failing.forgetsToBar = false
  admin = await users.anAdministrator()
})

const order = (idempotencyKey: string, packId = 'diamonds-500') => ({
  input: { packId, paymentMethod: 'pm_ok', idempotencyKey },
})
const purchasesOf = async ({ userId }: Player) =>
  await users.rows<{ id: string; status: string; reason: string | null }>(
    'select id, status::text, refund_reason::text as reason from purchase where user_id = $1 order by created_at, id',
    [userId],
  )
const diamondsOf = async ({ userId }: Player) => (await balancesOf(users, userId))['wallet_diamond']
const setStatus = async ({ userId }: Player, status: 'BANNED' | 'ACTIVE') =>
  await users.change(admin, setStatusMutation, { userId, status })

/** A purchase whose charge has been taken and whose answer is on its way; `answer` lets it arrive. */
async function aLatePurchase(player: Player, key: string = randomUUID()) {
  const { promise, resolve } = withResolvers()
  failing.answer = promise
  const late = users.ask(player, buyMutation, order(key))
  await vi.waitUntil(async () => outcomes.has((await purchasesOf(player)).at(-1)?.id ?? ''), { timeout: 10_000 })
  failing.answer = Promise.resolve()
  return {
    answer: async () => {
      resolve()
      return await late
    },
  }
}

/** Expects one refund, no credit, and no event that the purchase was completed. */
async function expectRefunded(player: Player, reason: string): Promise<void> {
  const [purchase] = await purchasesOf(player)
  expect(purchase).toMatchObject({ status: 'REFUNDED', reason })
  expect(refunds.get(purchase?.id ?? '')).toBe(1)
  expect(await diamondsOf(player)).toBe(1_000)
  expect(await users.told('purchase.completed')).not.toContainEqual(
    expect.objectContaining({ purchaseId: purchase?.id }),
  )
  expect(await users.rows('select id from ledger_transfer where reference = $1', [purchase?.id])).toEqual([])
  await expectSoundLedger(users)
}

describe('a payment that was taken and cannot be credited is given back', () => {
  it('when the account was banned before it was answered', async () => {
    const player = await users.aPlayer()
    const late = await aLatePurchase(player)
    await setStatus(player, 'BANNED')
    const { data } = await late.answer()
    expect(data?.['result']).toMatchObject({ __typename: 'Purchase', status: 'REFUNDED', wallet: { diamonds: 1_000 } })
    await expectRefunded(player, 'ACCOUNT_BANNED')
  })

  it('when a ban has been lifted again it is credited as if there had been none', async () => {
    const player = await users.aPlayer()
    const late = await aLatePurchase(player)
    await setStatus(player, 'BANNED')
    await setStatus(player, 'ACTIVE')
    expect((await late.answer()).data?.['result']).toMatchObject({ status: 'COMPLETED' })
    expect(await diamondsOf(player)).toBe(1_500)
  })

  it('when other purchases have used up the month’s limit before it was answered', async () => {
    const player = await users.aPlayer()
    const key = randomUUID()
    const late = await aLatePurchase(player, key)
    users.clock.set('2026-12-01T00:30:00Z')
    const { accessToken } = (await users.signIn(player.username)) as unknown as { accessToken: string }
    const later = { ...player, accessToken }
    for (let count = 0; count < 5; count++) {
      const paid = await users.change(later, buyMutation, order(randomUUID(), 'diamonds-14000'))
      expect(paid).toMatchObject({ status: 'COMPLETED' })
    }
    // As an operator's correction would have it: the late purchase counts for the month that is spent.
    await users.rows(`update purchase set month = '2026-12' where user_id = $1`, [player.userId])
    expect((await late.answer()).data?.['result']).toMatchObject({ __typename: 'Purchase', status: 'REFUNDED' })
    const [purchase] = await purchasesOf(player)
    expect(purchase).toMatchObject({ status: 'REFUNDED', reason: 'SPEND_LIMIT' })
    expect(refunds.get(purchase?.id ?? '')).toBe(1)
    expect(await diamondsOf(player)).toBe(1_000 + 5 * 14_000)
    await expectSoundLedger(users)
  })

  it('when recovery had barred it and it is charged all the same; who asks is told what they were told before', async () => {
    const player = await users.aPlayer()
    const key = randomUUID()
    const { promise, resolve } = withResolvers()
    failing.begin = promise
    failing.forgetsToBar = true
    const late = users.ask(player, buyMutation, order(key))
    await vi.waitUntil(async () => (await purchasesOf(player)).length === 1, { timeout: 10_000 })
    users.clock.advance(61_000)
    expect(await users.app.services.recoverPurchases()).toBe(1)
    const repeated = await users.change(player, buyMutation, order(key))
    expect(repeated).toMatchObject({ __typename: 'PaymentDeclined' })
    resolve()
    expect((await late).data?.['result']).toEqual(repeated)
    await expectRefunded(player, 'CHARGED_LATE')
    expect(await users.change(player, buyMutation, order(key))).toEqual(repeated)
  })

  it('when recovery finds it charged and the account banned', async () => {
    const player = await users.aPlayer()
    failing.charge = 'after'
    await users.ask(player, buyMutation, order(randomUUID()))
    await setStatus(player, 'BANNED')
    users.clock.advance(61_000)
    await Promise.all(Array.from({ length: 4 }, () => users.app.services.recoverPurchases()))
    await expectRefunded(player, 'ACCOUNT_BANNED')
    expect(await users.app.services.recoverPurchases()).toBe(0)
  })
})

describe('a refund that fails without saying how far it came', () => {
  it.each(['before', 'after'] as const)(
    '%s the provider gave back is asked for again by recovery, once',
    async moment => {
      const player = await users.aPlayer()
      const late = await aLatePurchase(player)
      await setStatus(player, 'BANNED')
      failing.refund = moment
      expect((await late.answer()).errors).toHaveLength(1)
      expect(await purchasesOf(player)).toMatchObject([{ status: 'PENDING', reason: 'ACCOUNT_BANNED' }])
      // The decision is final: later outcomes do not change it.
      await setStatus(player, 'ACTIVE')
      users.clock.advance(61_000)
      expect(await users.app.services.recoverPurchases()).toBe(0)
      failing.refund = 'never'
      await Promise.all(Array.from({ length: 4 }, () => users.app.services.recoverPurchases()))
      await expectRefunded(player, 'ACCOUNT_BANNED')
      expect(await users.app.services.recoverPurchases()).toBe(0)
    },
  )

  it('is driven on by repeats of the purchase, too, which all get the same answer', async () => {
    const player = await users.aPlayer()
    const key = randomUUID()
    const late = await aLatePurchase(player, key)
    await setStatus(player, 'BANNED')
    failing.refund = 'after'
    await late.answer()
    await setStatus(player, 'ACTIVE')
    failing.refund = 'never'
    const { accessToken } = (await users.signIn(player.username)) as unknown as { accessToken: string }
    const repeats = await Promise.all(
      Array.from({ length: 8 }, () => users.change({ ...player, accessToken }, buyMutation, order(key))),
    )
    expect(new Set(repeats.map(repeat => JSON.stringify(repeat))).size).toBe(1)
    expect(repeats[0]).toMatchObject({ __typename: 'Purchase', status: 'REFUNDED' })
    await expectRefunded(player, 'ACCOUNT_BANNED')
  })

  it('of a purchase that was declined before is found by recovery', async () => {
    const player = await users.aPlayer()
    const { promise, resolve } = withResolvers()
    failing.begin = promise
    failing.forgetsToBar = true
    const late = users.ask(player, buyMutation, order(randomUUID()))
    await vi.waitUntil(async () => (await purchasesOf(player)).length === 1, { timeout: 10_000 })
    users.clock.advance(61_000)
    await users.app.services.recoverPurchases()
    failing.refund = 'before'
    resolve()
    expect((await late).errors).toHaveLength(1)
    failing.refund = 'never'
    expect(await users.app.services.recoverPurchases()).toBe(1)
    await expectRefunded(player, 'CHARGED_LATE')
  })
})

it('the database refuses to credit what is to be refunded', async () => {
  const player = await users.aPlayer()
  const late = await aLatePurchase(player)
  await setStatus(player, 'BANNED')
  await late.answer()
  await expect(
    users.rows(`update purchase set status = 'COMPLETED' where user_id = $1`, [player.userId]),
  ).rejects.toThrow(/purchase_refund_check/)
})

const aPayment = {
  userId: randomUUID(),
  packId: 'diamonds-500',
  method: 'pm_ok',
  amountCents: 499,
  currency: 'USD',
  begunAt: new Date(START),
}

it('the built-in provider gives back what it has charged, once, and nothing else', async () => {
  const own = await startUsers()
  try {
    const player = await own.aPlayer()
    await own.change(player, buyMutation, order(randomUUID()))
    const [payment] = await own.rows<{ id: string }>('select id from test_payment')
    const prisma = createPrisma(own.database)
    const testProvider = createTestProvider({ prisma, clock: own.clock, delay: async () => undefined })
    const refundedAt = async () => await own.rows('select refunded_at from test_payment')
    const paid = { id: payment?.id ?? '', ...aPayment }
    await testProvider.refund(paid)
    const first = await refundedAt()
    expect(first).toEqual([{ refunded_at: own.clock.now() }])
    own.clock.advance(1_000)
    await testProvider.refund(paid)
    expect(await refundedAt()).toEqual(first)
    await expect(testProvider.refund({ ...paid, id: randomUUID() })).rejects.toThrow(
      /Expected a payment that was charged/,
    )
    await prisma.$disconnect()
  } finally {
    await own.close()
  }
})
