import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, startStripe } from './stripe-server.js'
import { buyMutation, startUsers, type Player, type TestApp } from './users-app.js'

let stripe: Awaited<ReturnType<typeof startStripe>>
beforeAll(async () => {
  stripe = await startStripe()
})
afterAll(() => stripe.close())

async function within(settings: Record<string, string>, look: (users: TestApp, player: Player) => Promise<void>) {
  const users = await startUsers({ settings })
  try {
    await look(users, await users.aPlayer())
  } finally {
    await users.close()
  }
}
const order = (paymentMethod: string) => ({
  input: { packId: 'diamonds-500', paymentMethod, idempotencyKey: randomUUID() },
})

it('with PAYMENTS=off nothing can be bought, and a sentence says so', async () => {
  await within({ PAYMENTS: 'off' }, async (users, player) => {
    const before = await users.state()
    for (const method of ['pm_ok', 'pm_card_visa', 'apple:a.b.c', 'google:a:b', ''])
      expect(await users.change(player, buyMutation, order(method))).toEqual({
        __typename: 'InvalidInput',
        field: 'paymentMethod',
        message: 'Nothing can be bought here: payments are switched off',
      })
    expect(await users.state()).toEqual(before)
    expect(users.app.routes.filter(({ path }) => path.startsWith('/payments'))).toEqual([])
  })
})

it('with a real provider the methods of the test provider buy nothing', async () => {
  const settings = { PAYMENTS: 'stripe', STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_API_URL: stripe.url }
  await within(settings, async (users, player) => {
    for (const method of ['pm_ok', 'pm_slow']) {
      const result = await users.change(player, buyMutation, order(method))
      expect(result).toMatchObject({ __typename: 'PaymentDeclined' })
    }
    expect(await users.rows('select id from test_payment')).toEqual([])
    expect(await users.told('purchase.completed')).toEqual([])
  })
})

it('a purchase whose provider is not set up any more stays pending, and holds no other back', async () => {
  await within({ PAYMENTS: 'off' }, async (users, player) => {
    await users.rows(
      `insert into purchase (id, user_id, idempotency_key, pack_id, payment_method, currency, amount, price_cents, price_currency, status, created_at, month)
       values (gen_random_uuid(), $1, 'before', 'diamonds-500', 'pm_card_visa', 'DIAMOND', 500, 499, 'USD', 'PENDING', $2, to_char($2::timestamptz, 'YYYY-MM'))`,
      [player.userId, users.clock.now()],
    )
    users.clock.advance(61_000)
    expect(await users.app.services.recoverPurchases()).toBe(0)
    expect(await users.rows('select status::text from purchase')).toEqual([{ status: 'PENDING' }])
  })
})
