import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balancesOf, expectSoundLedger } from './economy.js'
import { createFailingProvider } from './failing-provider.js'
import { buyMutation, startUsers, type Player, type TestApp } from './users-app.js'

const { provider, failing, refunds } = createFailingProvider()
let users: TestApp
let faulty: TestApp
let admin: Player
beforeAll(async () => {
  users = await startUsers()
  faulty = await startUsers({
    payments: {
      ...provider,
      // As a provider outside: who was refunded has the money back.
      inspect: async payment => ({
        ...(await provider.inspect(payment)),
        takenBackCents: refunds.has(payment.id) ? payment.amountCents : 0,
      }),
      isPrepaid: method => method === 'pm_shop',
    },
  })
  admin = await users.anAdministrator()
})
afterAll(() => Promise.all([users.close(), faulty.close()]))

const REFUND = `mutation ($id: ID!, $reason: String!) {
  result: refundPurchase(purchaseId: $id, reason: $reason) {
    __typename
    ... on Purchase { id status user { id } wallet { diamonds } }
    ... on InvalidInput { field problems { rule } }
    ... on PurchaseNotFound { message }
  }
}`
const refund = (id: string, { by = admin, app = users, reason = 'The card was stolen' } = {}) =>
  app.change(by, REFUND, { id, reason })
const buy = async (player: Player, { app = users, paymentMethod = 'pm_ok' } = {}): Promise<string> => {
  const input = { packId: 'diamonds-500', paymentMethod, idempotencyKey: randomUUID() }
  return String((await app.change(player, buyMutation, { input }))['id'])
}
const refundsOf = (id: string, app = users) =>
  app.rows(`select amount::int from ledger_transfer where reason = 'REFUND' and reference = $1`, [id])
const actionsOf = ({ userId }: Player, app = users) =>
  app.rows('select action, reason, actor from admin_action where user_id = $1 order by position', [userId])

describe('refundPurchase', () => {
  it('gives the money back, takes the currency, and logs it once; a repeat changes nothing', async () => {
    const player = await users.aPlayer()
    const id = await buy(player)
    const refunded = await refund(id)
    expect(refunded).toEqual({
      __typename: 'Purchase',
      id,
      status: 'REFUNDED',
      user: { id: player.userId },
      wallet: { diamonds: 1_000 },
    })
    expect(await users.rows('select refunded_at from test_payment where id = $1', [id])).toEqual([
      { refunded_at: users.clock.now() },
    ])
    expect(await actionsOf(player)).toEqual([
      { action: 'PURCHASE_REFUNDED', reason: 'The card was stolen', actor: admin.userId },
    ])
    const before = await users.state()
    expect(await refund(id, { reason: 'Again' })).toEqual(refunded)
    await users.app.services.recoverRefunds()
    expect(await users.state()).toEqual(before)
    await expectSoundLedger(users)
  })

  it('takes what the wallet has of it, and the rest is owed', async () => {
    const player = await users.aPlayer()
    const id = await buy(player)
    await users.app.services.adjustWallet({
      userId: player.userId,
      currency: 'DIAMOND',
      amount: -1_200,
      reason: 'Spent',
      idempotencyKey: randomUUID(),
      actor: admin.userId,
    })
    expect(await refund(id)).toMatchObject({ status: 'REFUNDED', wallet: { diamonds: 0 } })
    expect(
      await users.rows('select due::int, recovered::int from purchase_reversal where purchase_id = $1', [id]),
    ).toEqual([{ due: 500, recovered: 300 }])
    await expectSoundLedger(users)
  })

  it('happens once when many ask at once', async () => {
    const player = await users.aPlayer()
    const ids = await Promise.all(Array.from({ length: 4 }, () => buy(player)))
    const results = await Promise.all(ids.flatMap(id => Array.from({ length: 5 }, () => refund(id))))
    expect(new Set(results.map(result => result['status']))).toEqual(new Set(['REFUNDED']))
    for (const id of ids) expect(await refundsOf(id)).toEqual([{ amount: 500 }])
    expect(await actionsOf(player)).toHaveLength(4)
    expect((await balancesOf(users, player.userId))['wallet_diamond']).toBe(1_000)
    await expectSoundLedger(users)
  })

  it('refuses what cannot be refunded, with the field, and changes nothing', async () => {
    const player = await users.aPlayer()
    const id = await buy(player)
    const key = randomUUID()
    const declined = await users.change(player, buyMutation, {
      input: { packId: 'diamonds-500', paymentMethod: 'pm_declined', idempotencyKey: key },
    })
    const before = await users.state()
    expect(await refund(String(declined['purchaseId']))).toMatchObject({
      __typename: 'InvalidInput',
      field: 'purchaseId',
    })
    for (const unknown of ['nothing', randomUUID()])
      expect(await refund(unknown)).toMatchObject({ __typename: 'PurchaseNotFound' })
    for (const reason of ['', '   ', 'x'.repeat(501), 'a\0b'])
      expect(await refund(id, { reason })).toMatchObject({ field: 'reason' })
    expect(await users.state()).toEqual(before)
  })

  it('leaves to a shop what it has sold', async () => {
    const [by, player] = [await faulty.anAdministrator(), await faulty.aPlayer()]
    const id = await buy(player, { app: faulty, paymentMethod: 'pm_shop' })
    const before = await faulty.state()
    expect(await refund(id, { by, app: faulty })).toMatchObject({
      field: 'purchaseId',
      problems: [{ rule: 'ELSEWHERE' }],
    })
    expect(await faulty.state()).toEqual(before)
  })

  it('is another one, with its action, where the first has failed at the provider after it was done', async () => {
    const [by, player] = [await faulty.anAdministrator(), await faulty.aPlayer()]
    const id = await buy(player, { app: faulty })
    await faulty.rows(`insert into payment values ($1::uuid, 'bank', ($1::uuid)::text, 0, now())`, [id])
    await refund(id, { by, app: faulty })
    // As the provider tells of a refund that the bank has sent back: the buyer has paid again.
    refunds.delete(id)
    const notice = { provider: 'bank', eventId: randomUUID(), type: 'refund.failed', reference: id }
    await faulty.app.services.takePaymentNotice(notice)
    expect(await balancesOf(faulty, player.userId)).toMatchObject({ wallet_diamond: 1_500 })
    expect(await refund(id, { by, app: faulty, reason: 'Once more' })).toMatchObject({ status: 'REFUNDED' })
    expect(await actionsOf(player, faulty)).toMatchObject([{ reason: 'The card was stolen' }, { reason: 'Once more' }])
    expect(await balancesOf(faulty, player.userId)).toMatchObject({ wallet_diamond: 1_000 })
    await expectSoundLedger(faulty)
  })

  it.each(['before', 'after'] as const)(
    'is carried out by recovery when the provider failed %s it gave the money back; the action stands once',
    async moment => {
      const [by, player] = [await faulty.anAdministrator(), await faulty.aPlayer()]
      const id = await buy(player, { app: faulty })
      failing.refund = moment
      expect((await faulty.ask(by, REFUND, { id, reason: 'Fraud' })).errors).toHaveLength(1)
      expect(await actionsOf(player, faulty)).toHaveLength(1)
      faulty.clock.advance(61_000)
      await faulty.app.services.recoverRefunds()
      expect(await refundsOf(id, faulty), 'the provider is still away').toEqual([])
      failing.refund = 'never'
      faulty.clock.advance(3_600_000)
      await Promise.all(Array.from({ length: 4 }, () => faulty.app.services.recoverRefunds()))
      expect(await refundsOf(id, faulty)).toEqual([{ amount: 500 }])
      expect(refunds.get(id)).toBe(1)
      expect(await faulty.rows('select status::text from purchase where id = $1', [id])).toEqual([
        { status: 'REFUNDED' },
      ])
      expect(await faulty.rows('select from purchase_refund where purchase_id = $1 and done_at is null', [id])).toEqual(
        [],
      )
      expect(await actionsOf(player, faulty)).toHaveLength(1)
      await expectSoundLedger(faulty)
    },
  )
})
