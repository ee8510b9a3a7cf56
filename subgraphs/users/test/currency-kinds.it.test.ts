import { randomUUID } from 'node:crypto'
import { reservePrice } from '@waystone/events'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Currency, CurrencyKind } from '../src/domain/ledger.js'
import { expectSoundLedger } from './economy.js'
import { buyMutation, startUsers, type Player, type TestApp } from './users-app.js'

let users: TestApp
let paidFirst: TestApp
let admin: Player
beforeAll(async () => {
  users = await startUsers()
  await users.app.start()
  paidFirst = await startUsers({ settings: { SPEND_ORDER_DIAMOND: 'paid-first' } })
  admin = await users.anAdministrator()
})
afterAll(() => Promise.all([users.close(), paidFirst.close()]))

/** As gacha asks over the network: input and answer are checked. */
const call = (input: unknown, app = users) => {
  const handler = app.app.internal.find(each => each.operation === reservePrice.operation)
  if (handler === undefined) throw new Error('There is no such operation')
  return handler.answer(input, 'gacha')
}
const buy = async (player: Player, packId: string, app = users): Promise<string> => {
  const input = { packId, paymentMethod: 'pm_ok', idempotencyKey: randomUUID() }
  return String((await app.change(player, buyMutation, { input }))['id'])
}
/** A player with the 1,000 diamonds of each account, which are free, and 500 that were bought. */
const aBuyer = async (app = users) => {
  const player = await app.aPlayer()
  await buy(player, 'diamonds-500', app)
  return player
}
const WALLET = '{ me { wallet { gold freeGold paidGold diamonds freeDiamonds paidDiamonds } } }'
const walletOf = async (player: Player, app = users) => {
  const { data } = await app.ask(player, WALLET)
  const me = data?.['me'] as { wallet: Readonly<Record<string, number>> } | undefined
  return me?.wallet
}
const partsOf = async (player: Player, app = users) => {
  const wallet = await walletOf(player, app)
  return [wallet?.['freeDiamonds'], wallet?.['paidDiamonds']]
}
const diamonds = (amount: number, kind?: CurrencyKind) => ({ currency: 'DIAMOND' as Currency, amount, kind })
const aPull = ({ userId }: Player) => ({ userId, pullId: randomUUID() })

describe('the wallet', () => {
  it('has both parts, and the history says which part each entry moved', async () => {
    const player = await aBuyer()
    await buy(player, 'gold-10000')
    expect(await walletOf(player)).toEqual({
      gold: 10_000,
      freeGold: 0,
      paidGold: 10_000,
      diamonds: 1_500,
      freeDiamonds: 1_000,
      paidDiamonds: 500,
    })
    expect(await call({ ...aPull(player), ...diamonds(1_200) })).toEqual({ status: 'RESERVED' })
    const { data } = await users.ask(
      player,
      '{ me { ledger(currency: DIAMOND) { edges { node { reason amount free paid balanceAfter } } } } }',
    )
    const me = data?.['me'] as { ledger: { edges: { node: unknown }[] } } | undefined
    expect(me?.ledger.edges.map(({ node }) => node)).toEqual([
      { reason: 'PULL', amount: -1_200, free: -1_000, paid: -200, balanceAfter: 300 },
      { reason: 'PURCHASE', amount: 500, free: 0, paid: 500, balanceAfter: 1_500 },
      { reason: 'GRANT', amount: 1_000, free: 1_000, paid: 0, balanceAfter: 1_000 },
    ])
    const listed = await users.ask(
      admin,
      'query ($userId: ID!) { ledger(userId: $userId, currency: DIAMOND) { edges { node { reason amount free paid } } } }',
      { userId: player.userId },
    )
    // Booked at one moment of the test's clock, they have no order of their own.
    const transfers = listed.data?.['ledger'] as { edges: { node: { reason: string } }[] } | undefined
    const nodes = transfers?.edges.map(({ node }) => node) ?? []
    expect(nodes.toSorted((a, b) => a.reason.localeCompare(b.reason))).toEqual([
      { reason: 'GRANT', amount: 1_000, free: 1_000, paid: 0 },
      { reason: 'PULL', amount: 1_200, free: 1_000, paid: 200 },
      { reason: 'PURCHASE', amount: 500, free: 0, paid: 500 },
    ])
  })
})

describe('a price in one kind', () => {
  it('takes that part alone, and is refused with what there is of it, the same at every repeat', async () => {
    const player = await aBuyer()
    const tooMuchPaid = { ...aPull(player), ...diamonds(501, 'PAID') }
    expect(await call(tooMuchPaid)).toEqual({ status: 'REFUSED', available: 500 })
    expect(await call({ ...aPull(player), ...diamonds(1_001, 'FREE') })).toEqual({
      status: 'REFUSED',
      available: 1_000,
    })
    expect(await call({ ...aPull(player), ...diamonds(300, 'PAID') })).toEqual({ status: 'RESERVED' })
    expect(await partsOf(player)).toEqual([1_000, 200])
    expect(await call({ ...aPull(player), ...diamonds(900, 'FREE') })).toEqual({ status: 'RESERVED' })
    expect(await partsOf(player)).toEqual([100, 200])
    expect(await call(tooMuchPaid)).toEqual({ status: 'REFUSED', available: 500 })
    const { kind: _, ...ofAnyKind } = tooMuchPaid
    await expect(call(ofAnyKind)).rejects.toThrow('for another user or price')
    await expect(call({ ...tooMuchPaid, kind: 'GIVEN' })).rejects.toThrow('kind')
    await expectSoundLedger(users)
  })

  it('is taken of several where its part can pay, and the answer says which', async () => {
    const player = await aBuyer()
    const prices = (pull: object) => ({
      ...pull,
      ...diamonds(600, 'FREE'),
      others: [diamonds(600, 'PAID'), diamonds(600)],
    })
    const pulls = Array.from({ length: 3 }, () => prices(aPull(player)))
    const answers = []
    for (const pull of pulls) answers.push(await call(pull))
    expect(answers).toEqual([
      { status: 'RESERVED', price: diamonds(600, 'FREE') },
      { status: 'RESERVED', price: diamonds(600) },
      { status: 'REFUSED', available: 300, price: diamonds(600) },
    ])
    expect(await Promise.all(pulls.map(pull => call(pull)))).toEqual(answers)
    expect(await partsOf(player)).toEqual([0, 300])
  })

  it('of 1,000 at once of each kind and of none: exactly what both parts hold is taken, each from its own', async () => {
    const player = await users.aPlayer()
    await buy(player, 'diamonds-1100')
    const kinds = [undefined, 'FREE', 'PAID'] as const
    const asked = Array.from({ length: 1_000 }, (_, place) => ({
      ...aPull(player),
      ...diamonds(10, kinds[place % kinds.length]),
    }))
    const answers = await Promise.all(asked.map(price => users.app.services.reservePrice(price)))
    expect(answers.filter(({ status }) => status === 'RESERVED')).toHaveLength(210)
    expect(await walletOf(player)).toMatchObject({ diamonds: 0, freeDiamonds: 0, paidDiamonds: 0 })
    const taken = await users.rows<{ kind: string | null; free: number; paid: number }>(
      `select kind::text, sum(amount - paid)::int as free, sum(paid)::int as paid from reservation
       where user_id = $1 and status = 'RESERVED' group by kind`,
      [player.userId],
    )
    expect(taken.reduce((sum, { free }) => sum + free, 0)).toBe(1_000)
    expect(taken.reduce((sum, { paid }) => sum + paid, 0)).toBe(1_100)
    const foreign = taken.filter(
      ({ kind, free, paid }) => (kind === 'FREE' && paid > 0) || (kind === 'PAID' && free > 0),
    )
    expect(foreign).toEqual([])
    await expectSoundLedger(users)
  })

  it('costs no statement more than any other', async () => {
    const players = await Promise.all(Array.from({ length: 4 }, () => aBuyer()))
    const counted = countStatements(users.database.primary)
    const kinds = [undefined, 'FREE', 'PAID', undefined] as const
    const reserve = (player: Player, place: number) =>
      users.app.services.reservePrice({ ...aPull(player), ...diamonds(100, kinds[place]) })
    expect(await Promise.all(players.map(reserve))).toEqual(players.map(() => ({ status: 'RESERVED' })))
    counted.stop()
    // Events of the deposits are announced after their commits.
    expect(counted.statements.filter(text => !text.includes('pg_notify'))).toHaveLength(1)
  })
})

describe('what was taken', () => {
  it('goes back to the parts that it came from', async () => {
    const player = await aBuyer()
    const pull = aPull(player)
    await call({ ...pull, ...diamonds(1_200) })
    await users.app.services.adjustWallet({
      userId: player.userId,
      currency: 'DIAMOND',
      amount: 50,
      reason: 'A gift',
      idempotencyKey: randomUUID(),
      actor: admin.userId,
    })
    expect(await partsOf(player)).toEqual([50, 300])
    await users.app.services.releaseReservation(pull)
    expect(await partsOf(player)).toEqual([1_050, 500])
    await expectSoundLedger(users)
  })

  it('is paid currency first where that is the order, also by a correction', async () => {
    const player = await aBuyer(paidFirst)
    expect(await call({ ...aPull(player), ...diamonds(300) }, paidFirst)).toEqual({ status: 'RESERVED' })
    expect(await partsOf(player, paidFirst)).toEqual([1_000, 200])
    await paidFirst.app.services.adjustWallet({
      userId: player.userId,
      currency: 'DIAMOND',
      amount: -250,
      reason: 'Too much',
      idempotencyKey: randomUUID(),
      actor: admin.userId,
    })
    expect(await partsOf(player, paidFirst)).toEqual([950, 0])
    await expectSoundLedger(paidFirst)
  })
})

it('a refund takes paid currency first, of whichever purchase, and free currency only for the rest', async () => {
  const player = await aBuyer()
  const id = await buy(player, 'diamonds-80')
  await call({ ...aPull(player), ...diamonds(550, 'PAID') })
  expect(await partsOf(player)).toEqual([1_000, 30])
  await users.app.services.refundPurchase({ purchaseId: id, reason: 'By mistake', actor: admin.userId })
  expect(await partsOf(player)).toEqual([950, 0])
  await expectSoundLedger(users)
})

it('what is deposited into a treasury is given up: it comes back as free currency, to anyone', async () => {
  const player = await users.aPlayer()
  await buy(player, 'gold-10000')
  const { userId } = player
  const [guildId, movementId] = [randomUUID(), randomUUID()]
  const deposit = { id: movementId, userId, purpose: 'GUILD_DEPOSIT', guildId, amount: 4_000 } as const
  expect(await users.app.services.reserveGuildGold(deposit)).toEqual({ status: 'RESERVED' })
  const movement = { userId, guildId, movementId, amount: 4_000 }
  await users.tell({ type: 'guild.deposited', data: movement })
  expect(await walletOf(player)).toMatchObject({ freeGold: 0, paidGold: 6_000 })
  const paidOut = { ...movement, movementId: randomUUID(), reason: 'WITHDRAWAL' as const }
  await users.tell({ type: 'guild.paid_out', data: paidOut })
  expect(await walletOf(player)).toMatchObject({ gold: 10_000, freeGold: 4_000, paidGold: 6_000 })
  await expectSoundLedger(users)
})
