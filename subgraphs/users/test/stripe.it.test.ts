import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { balancesOf, expectSoundLedger } from './economy.js'
import { startStripe, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } from './stripe-server.js'
import { buyMutation, startUsers, type Player, type TestApp } from './users-app.js'

let stripe: Awaited<ReturnType<typeof startStripe>>
let users: TestApp
let player: Player
beforeAll(async () => {
  stripe = await startStripe()
  users = await startUsers({
    settings: { PAYMENTS: 'stripe', STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_API_URL: stripe.url },
  })
})
afterAll(async () => {
  await users.close()
  await stripe.close()
})
beforeEach(async () => {
  stripe.reset()
  player = await users.aPlayer()
})

const buy = async (paymentMethod: string, idempotencyKey: string = randomUUID()) =>
  await users.change(player, buyMutation, { input: { packId: 'diamonds-500', paymentMethod, idempotencyKey } })
const purchases = async () =>
  await users.rows<{ id: string; status: string }>('select id, status::text from purchase where user_id = $1', [
    player.userId,
  ])
const diamonds = async () => (await balancesOf(users, player.userId))['wallet_diamond']
const credits = async () =>
  await users.rows(
    `select t.id from ledger_transfer t join purchase p on p.id = t.reference where t.reason = 'PURCHASE' and p.user_id = $1`,
    [player.userId],
  )

describe('a purchase by Stripe', () => {
  it('is one Payment Intent of the pack’s price, and credited', async () => {
    const result = await buy('pm_card_visa')
    expect(result).toMatchObject({ __typename: 'Purchase', status: 'COMPLETED', wallet: { diamonds: 1_500 } })
    expect(stripe.only()).toMatchObject({
      status: 'succeeded',
      amount: 499,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      metadata: { purchase: result['id'] },
    })
  })

  it('sixteen times at once under one key is one intent, confirmed once, and one credit', async () => {
    const key = randomUUID()
    const results = await Promise.all(Array.from({ length: 16 }, () => buy('pm_card_visa', key)))
    expect(new Set(results.map(result => JSON.stringify(result))).size).toBe(1)
    expect(stripe.only().status).toBe('succeeded')
    expect(stripe.requests.filter(request => request.endsWith('/confirm'))).toHaveLength(1)
    expect(await credits()).toHaveLength(1)
    expect(await diamonds()).toBe(1_500)
  })

  it('by a card that is declined is refused, and the intent cannot be paid by another card later', async () => {
    const key = randomUUID()
    const declined = await buy('pm_card_declined', key)
    expect(declined).toMatchObject({ __typename: 'PaymentDeclined' })
    expect(stripe.only().status).toBe('canceled')
    expect(await buy('pm_card_declined', key)).toEqual(declined)
    expect(await diamonds()).toBe(1_000)
  })

  it('by a payment method that Stripe does not know is refused, and never charged', async () => {
    expect(await buy('pm_unknown')).toMatchObject({ __typename: 'PaymentDeclined' })
    expect(stripe.intents.size).toBe(0)
    expect(
      await users.rows('select reference from payment where purchase_id = $1', [(await purchases())[0]?.id]),
    ).toEqual([{ reference: null }])
  })

  it('by what cannot be a payment method of it changes nothing', async () => {
    const before = await users.state()
    for (const method of ['visa', '', 'pm_', 'pm_a/../refunds', 'apple:eyJ', `pm_${'x'.repeat(20_000)}`])
      expect(await buy(method)).toMatchObject({ __typename: 'InvalidInput', field: 'paymentMethod' })
    expect(await users.state()).toEqual(before)
    expect(stripe.requests).toEqual([])
  })
})

describe('a payment that the player has to confirm', () => {
  const confirmationMutation = `mutation ($input: BuyCurrencyInput!) {
    result: buyCurrency(input: $input) { __typename ... on Purchase { status paymentConfirmation } }
  }`
  const ask = async (idempotencyKey: string) =>
    await users.change(player, confirmationMutation, {
      input: { packId: 'diamonds-500', paymentMethod: 'pm_card_authenticate', idempotencyKey },
    })

  it('is pending with the client secret, and credited when the purchase is repeated after the confirmation', async () => {
    const key = randomUUID()
    const first = await ask(key)
    expect(first).toMatchObject({ status: 'PENDING', paymentConfirmation: stripe.only()['client_secret'] })
    expect(await ask(key)).toEqual(first)
    expect(await diamonds()).toBe(1_000)
    stripe.playerConfirms('succeeded')
    expect(await ask(key)).toMatchObject({ status: 'COMPLETED', paymentConfirmation: null })
    expect(await diamonds()).toBe(1_500)
  })

  it('and cannot, is declined', async () => {
    const key = randomUUID()
    await ask(key)
    stripe.playerConfirms('requires_payment_method')
    expect(await ask(key)).toMatchObject({ __typename: 'PaymentDeclined' })
    expect(stripe.only().status).toBe('canceled')
  })

  it('may take half an hour; then recovery cancels it', async () => {
    await ask(randomUUID())
    for (const minutes of [2, 27]) {
      users.clock.advance(minutes * 60_000)
      expect(await users.app.services.recoverPurchases()).toBe(0)
      expect(stripe.only().status).toBe('requires_action')
    }
    users.clock.advance(20 * 60_000)
    expect(await users.app.services.recoverPurchases()).toBe(1)
    expect(stripe.only().status).toBe('canceled')
    expect(await purchases()).toMatchObject([{ status: 'DECLINED' }])
  })

  it('is not asked about again and again by recovery', async () => {
    await ask(randomUUID())
    users.clock.advance(10 * 60_000)
    stripe.requests.length = 0
    for (let run = 0; run < 5; run++) await users.app.services.recoverPurchases()
    expect(stripe.requests).toEqual([`GET /v1/payment_intents/${stripe.only().id}`])
  })
})

describe('when the answer of Stripe is lost', () => {
  it.each([
    ['before', /POST \/v1\/payment_intents$/],
    ['after', /POST \/v1\/payment_intents$/],
    ['before', /confirm$/],
    ['after', /confirm$/],
  ] as const)('%s %s, a repeat charges and credits once', async (moment, path) => {
    const key = randomUUID()
    Object.assign(stripe.faults, { path, moment })
    const { errors } = await users.ask(player, buyMutation, {
      input: { packId: 'diamonds-500', paymentMethod: 'pm_card_visa', idempotencyKey: key },
    })
    expect(errors).toHaveLength(1)
    stripe.faults.path = null
    expect(await buy('pm_card_visa', key)).toMatchObject({ status: 'COMPLETED' })
    expect(stripe.only().status).toBe('succeeded')
    expect(await credits()).toHaveLength(1)
    expect(await diamonds()).toBe(1_500)
  })

  it.each([
    ['before', /POST \/v1\/payment_intents$/, 'DECLINED'],
    ['after', /POST \/v1\/payment_intents$/, 'DECLINED'],
    ['before', /confirm$/, 'DECLINED'],
    ['after', /confirm$/, 'COMPLETED'],
  ] as const)('%s %s, recovery ends the purchase as %s, for good', async (moment, path, status) => {
    const key = randomUUID()
    Object.assign(stripe.faults, { path, moment })
    await users.ask(player, buyMutation, {
      input: { packId: 'diamonds-500', paymentMethod: 'pm_card_visa', idempotencyKey: key },
    })
    stripe.faults.path = null
    users.clock.advance(61_000)
    await Promise.all(Array.from({ length: 4 }, () => users.app.services.recoverPurchases()))
    expect(await purchases()).toMatchObject([{ status }])
    stripe.forgetKeys()
    await buy('pm_card_visa', key)
    expect(await purchases()).toMatchObject([{ status }])
    const charged = [...stripe.intents.values()].filter(intent => intent.status === 'succeeded')
    expect(charged).toHaveLength(status === 'COMPLETED' ? 1 : 0)
    expect(await credits()).toHaveLength(charged.length)
    await expectSoundLedger(users)
  })

  it('of a refund, it is refunded once, also when Stripe has forgotten the key', async () => {
    const key = randomUUID()
    Object.assign(stripe.faults, { path: /confirm$/, moment: 'after' })
    await users.ask(player, buyMutation, {
      input: { packId: 'diamonds-500', paymentMethod: 'pm_card_visa', idempotencyKey: key },
    })
    Object.assign(stripe.faults, { path: /refunds$/, moment: 'after' })
    const admin = await users.anAdministrator()
    await users.ask(admin, `mutation { setUserStatus(userId: "${player.userId}", status: BANNED) { id } }`)
    users.clock.advance(61_000)
    expect(await users.app.services.recoverPurchases()).toBe(0)
    stripe.faults.path = null
    stripe.forgetKeys()
    expect(await users.app.services.recoverPurchases()).toBe(1)
    expect(await purchases()).toMatchObject([{ status: 'REFUNDED' }])
    expect(stripe.requests.filter(request => request.endsWith('/refunds'))).toHaveLength(1)
    expect(await credits()).toEqual([])
  })
})
