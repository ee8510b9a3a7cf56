import { randomUUID } from 'node:crypto'
import { createHttpServer, type HttpServer } from '@waystone/kit/http'
import { createLogger } from '@waystone/kit/logger'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { balancesOf, expectSoundLedger } from './economy.js'
import { signedEvent, startStripe, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } from './stripe-server.js'
import { buyMutation, startUsers, type Player, type TestApp } from './users-app.js'

let stripe: Awaited<ReturnType<typeof startStripe>>
let users: TestApp
let http: HttpServer
let webhook: string
let player: Player
beforeAll(async () => {
  stripe = await startStripe()
  users = await startUsers({
    settings: { PAYMENTS: 'stripe', STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_API_URL: stripe.url },
  })
  http = createHttpServer({ routes: users.app.routes, logger: createLogger({ name: 'test', level: 'silent' }) })
  webhook = `${(await http.listen({ port: 0, host: '127.0.0.1' })).url}/payments/stripe`
})
afterAll(async () => {
  await http.close()
  await users.close()
  await stripe.close()
})
beforeEach(async () => {
  stripe.reset()
  player = await users.aPlayer()
})

const buy = async (paymentMethod = 'pm_card_visa', packId = 'diamonds-500') =>
  await users.change(player, buyMutation, { input: { packId, paymentMethod, idempotencyKey: randomUUID() } })
const deliver = async (event: { body: string; headers: Record<string, string> }): Promise<number> =>
  (await fetch(webhook, { method: 'POST', ...event })).status
/** An event about the one intent, as Stripe sends it now. */
const tell = async (type: string, id?: string): Promise<number> => {
  const { id: intent } = stripe.only()
  const object = type.startsWith('payment_intent')
    ? { object: 'payment_intent', id: intent }
    : { object: type.split('.', 1)[0], id: 'ch_1', payment_intent: intent }
  return await deliver(signedEvent({ type, object, at: users.clock.now(), ...(id !== undefined && { id }) }))
}
const charge = () => {
  const { latest_charge: of } = stripe.only()
  if (of === null) throw new Error('Nothing was charged')
  return of
}
const dispute = (status: string) => {
  charge().disputed = true
  stripe.disputes.splice(0, 1, { object: 'dispute', payment_intent: stripe.only().id, amount: 499, status })
}
const statusOf = async (id: unknown) => (await users.rows('select status::text from purchase where id = $1', [id]))[0]
const diamonds = async () => (await balancesOf(users, player.userId))['wallet_diamond']
const refundEntries = async () =>
  await users.rows(
    `select e.amount::int from ledger_entry e join ledger_transfer t on t.id = e.transfer_id
     join ledger_account a on a.id = e.account_id where a.user_id = $1 and t.reason = 'REFUND' order by e.sequence`,
    [player.userId],
  )
/** Spends by reserving the price of a pull. */
const spend = async (amount: number) =>
  await users.app.services.reservePrice({ pullId: randomUUID(), userId: player.userId, currency: 'DIAMOND', amount })

describe('an event that Stripe has not signed for us of late', () => {
  it('is refused with 400 and changes nothing', async () => {
    await buy('pm_bank')
    stripe.playerConfirms('succeeded')
    const event = {
      type: 'payment_intent.succeeded',
      object: { object: 'payment_intent', id: stripe.only().id },
      at: users.clock.now(),
    }
    const before = await users.state()
    const sound = signedEvent(event)
    const forged = [
      { ...sound, headers: {} },
      { ...sound, headers: { 'stripe-signature': 't=1,v1=abc' } },
      { ...sound, body: `${sound.body} ` },
      { ...sound, body: '' },
      signedEvent({ ...event, secret: 'whsec_other' }),
      signedEvent({ ...event, at: new Date(users.clock.now().getTime() - 301_000) }),
    ]
    for (const delivery of forged) expect(await deliver(delivery)).toBe(400)
    expect(await users.state()).toEqual(before)
    expect(await deliver(sound)).toBe(200)
    expect(await diamonds()).toBe(1_500)
  })

  it('is not read when its body is larger than an event can be, nor by another method than POST', async () => {
    expect(await deliver({ body: 'x'.repeat(256_001), headers: {} })).toBe(413)
    expect((await fetch(webhook)).status).toBe(405)
  })

  it('is taken and left alone when it is of another system that uses the same account', async () => {
    const object = { object: 'payment_intent', id: 'pi_of_the_merchandise_shop' }
    const before = await users.rows('select * from purchase')
    expect(await deliver(signedEvent({ type: 'payment_intent.succeeded', object, at: users.clock.now() }))).toBe(200)
    const customer = { object: 'customer', id: 'cus_1' }
    expect(await deliver(signedEvent({ type: 'customer.created', object: customer, at: users.clock.now() }))).toBe(200)
    expect(await users.rows('select * from purchase')).toEqual(before)
  })
})

describe('a payment that is decided later', () => {
  it('is credited once, however often, late and in whatever order its events come', async () => {
    const pending = await buy('pm_bank')
    expect(pending).toMatchObject({ status: 'PENDING' })
    expect(await tell('payment_intent.processing')).toBe(200)
    expect(await diamonds()).toBe(1_000)
    stripe.playerConfirms('succeeded')
    const told = await Promise.all([
      ...Array.from({ length: 10 }, () => tell('payment_intent.succeeded', 'evt_same')),
      tell('charge.succeeded'),
      tell('payment_intent.processing'),
      users.app.services.recoverPurchases(),
    ])
    expect(new Set(told.slice(0, 12))).toEqual(new Set([200]))
    expect(await diamonds()).toBe(1_500)
    expect(await statusOf(pending['id'])).toEqual({ status: 'COMPLETED' })
    expect(await users.rows(`select type from payment_notice where event_id = 'evt_same'`)).toHaveLength(1)
    await expectSoundLedger(users)
  })

  it('and fails is declined', async () => {
    const pending = await buy('pm_bank')
    stripe.playerConfirms('requires_payment_method')
    expect(await tell('payment_intent.payment_failed')).toBe(200)
    expect(await statusOf(pending['id'])).toEqual({ status: 'DECLINED' })
    expect(stripe.only().status).toBe('canceled')
  })

  it('is asked for again by Stripe when it could not be read: the event is not noted', async () => {
    const pending = await buy('pm_bank')
    stripe.playerConfirms('succeeded')
    Object.assign(stripe.faults, { path: /^GET/, moment: 'before' })
    expect(await tell('payment_intent.succeeded', 'evt_again')).toBe(500)
    stripe.faults.path = null
    expect(await tell('payment_intent.succeeded', 'evt_again')).toBe(200)
    expect(await statusOf(pending['id'])).toEqual({ status: 'COMPLETED' })
    // Noted now: the same event asks Stripe nothing.
    stripe.requests.length = 0
    expect(await tell('payment_intent.succeeded', 'evt_again')).toBe(200)
    expect(stripe.requests).toEqual([])
  })
})

describe('money that the buyer gets back', () => {
  it('by a refund takes the currency back by a reversing entry, part by part', async () => {
    const { id } = await buy()
    charge().amount_refunded = 100
    await tell('charge.refunded')
    expect(await diamonds()).toBe(1_400)
    expect(await statusOf(id)).toEqual({ status: 'COMPLETED' })
    charge().amount_refunded = 499
    await Promise.all(Array.from({ length: 8 }, () => tell('charge.refunded')))
    expect(await diamonds()).toBe(1_000)
    expect(await statusOf(id)).toEqual({ status: 'REFUNDED' })
    expect(await refundEntries()).toEqual([{ amount: -100 }, { amount: -400 }])
    await expectSoundLedger(users)
  })

  it('by a refund that fails afterwards is credited again', async () => {
    const { id } = await buy()
    charge().amount_refunded = 499
    await tell('refund.created')
    charge().amount_refunded = 0
    await tell('refund.failed')
    expect(await diamonds()).toBe(1_500)
    expect(await statusOf(id)).toEqual({ status: 'COMPLETED' })
    expect(await refundEntries()).toEqual([{ amount: -500 }, { amount: 500 }])
    await expectSoundLedger(users)
  })

  it.each([
    ['needs_response', 1_000],
    ['under_review', 1_000],
    ['lost', 1_000],
    ['won', 1_500],
    ['warning_needs_response', 1_500],
  ])('by a dispute that is %s leaves the wallet %i diamonds', async (status, left) => {
    await buy()
    dispute(status)
    await tell('charge.dispute.created')
    expect(await diamonds()).toBe(left)
    await expectSoundLedger(users)
  })

  it('by a dispute that is won later comes back, in whatever order the events come', async () => {
    const { id } = await buy()
    dispute('needs_response')
    await tell('charge.dispute.created')
    expect(await diamonds()).toBe(1_000)
    dispute('won')
    await tell('charge.dispute.closed')
    await tell('charge.dispute.created')
    await tell('charge.dispute.funds_withdrawn')
    expect(await diamonds()).toBe(1_500)
    expect(await statusOf(id)).toEqual({ status: 'COMPLETED' })
  })

  it('before the purchase was credited is credited and taken back', async () => {
    const { id } = await buy('pm_bank')
    stripe.playerConfirms('succeeded')
    charge().amount_refunded = 499
    await tell('charge.refunded')
    expect(await diamonds()).toBe(1_000)
    expect(await statusOf(id)).toEqual({ status: 'REFUNDED' })
  })

  it('is not taken for what it was when an older answer of Stripe comes later than a newer one', async () => {
    await buy()
    charge().amount_refunded = 499
    const { made, release } = stripe.holdNext(/expand/)
    const late = tell('refund.created')
    await made
    charge().amount_refunded = 0
    expect(await tell('refund.failed')).toBe(200)
    release()
    expect(await late).toBe(200)
    expect(await diamonds()).toBe(1_500)
    expect(await refundEntries()).toEqual([])
  })

  it('ends as Stripe has it, however many events are acted on at once while it changes', async () => {
    await buy()
    const told: Promise<number>[] = []
    for (let round = 0; round < 12; round++) {
      charge().amount_refunded = round % 2 === 0 ? 499 : 0
      told.push(tell('charge.refund.updated'), tell('charge.refunded'))
      await tell('charge.updated')
    }
    await Promise.all(told)
    charge().amount_refunded = 250
    await tell('charge.refund.updated')
    expect(await diamonds()).toBe(1_500 - Math.floor((500 * 250) / 499))
    await expectSoundLedger(users)
  })
})

describe('currency that was spent before the money came back', () => {
  it('is owed: the wallet is emptied, never below zero, and what comes later pays', async () => {
    await buy()
    await spend(1_300)
    dispute('lost')
    await tell('charge.dispute.created')
    expect(await diamonds()).toBe(0)
    expect(
      await users.rows('select due::int, recovered::int from purchase_reversal where user_id = $1', [player.userId]),
    ).toEqual([{ due: 500, recovered: 200 }])
    stripe.intents.clear()
    expect(await buy('pm_card_visa', 'diamonds-80')).toMatchObject({ status: 'COMPLETED', wallet: { diamonds: 0 } })
    stripe.intents.clear()
    expect(await buy('pm_card_visa', 'diamonds-1100')).toMatchObject({ wallet: { diamonds: 880 } })
    expect(await refundEntries()).toEqual([{ amount: -200 }, { amount: -80 }, { amount: -220 }])
    await expectSoundLedger(users)
  })

  it('is collected from other credits, too, once, by as many processes as there are', async () => {
    await buy()
    const pullId = randomUUID()
    await users.app.services.reservePrice({ pullId, userId: player.userId, currency: 'DIAMOND', amount: 1_500 })
    charge().amount_refunded = 499
    await tell('charge.refunded')
    expect(await refundEntries()).toEqual([])
    await users.app.services.releaseReservation({ pullId, userId: player.userId })
    expect(await diamonds()).toBe(1_500)
    await Promise.all(Array.from({ length: 4 }, () => users.app.services.collectOwed()))
    expect(await diamonds()).toBe(1_000)
    expect(await refundEntries()).toEqual([{ amount: -500 }])
    await expectSoundLedger(users)
  })

  it('is owed no more when the dispute is won', async () => {
    await buy()
    await spend(1_500)
    dispute('needs_response')
    await tell('charge.dispute.created')
    dispute('won')
    await tell('charge.dispute.closed')
    await users.app.services.collectOwed()
    expect(await diamonds()).toBe(0)
    stripe.intents.clear()
    expect(await buy('pm_card_visa', 'diamonds-80')).toMatchObject({ wallet: { diamonds: 80 } })
    await expectSoundLedger(users)
  })
})
