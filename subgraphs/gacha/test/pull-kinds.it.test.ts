import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifyHistory } from '../src/domain/pull-history.js'
import { aGroupBanner, aPricedBanner } from './banner-model/banner-of-model.js'
import { rootField, startGacha, type Player, type TestApp } from './gacha-app.js'
import { createPublisher, type Publisher } from './published-models.js'
import { mismatches, revealedPulls } from './revealed-pulls.js'

// Models are checked in threads, and those that run TypeScript as it is start slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let gacha: TestApp
let published: Publisher['published']
beforeAll(async () => {
  gacha = await startGacha()
  ;({ published } = createPublisher(gacha))
})
afterAll(() => gacha.close())

describe('an order whose prices ask for one kind of a currency', () => {
  const ofKind = (kind: 'free' | 'paid') => ({ unit: 'DIAMOND', kind, amount: 100 })
  const orders = [
    { name: 'bought', draws: 1, prices: [ofKind('paid')] },
    { name: 'either', draws: 2, prices: [ofKind('free'), ofKind('paid')] },
  ]
  const left = ({ userId }: Player) =>
    (['FREE', 'PAID'] as const).map(kind => gacha.users.balance(userId, 'DIAMOND', kind))

  it('tells the kind, takes it alone, and is refused with what there is of it, also at a repeat and after a crash', async () => {
    const { id: bannerId } = await published(
      aPricedBanner({ name: 'Ember Kinds', counters: aGroupBanner().counters, orders }),
    )
    const told = await gacha.ask(
      null,
      `{ banner(id: "${bannerId}") { orders { prices { currency kind amount } } disclosure { text } } }`,
    )
    const banner = rootField(told, 'banner') as { orders: unknown; disclosure: { text: string } }
    const price = (kind: string) => ({ currency: 'DIAMOND', kind, amount: 100 })
    expect(banner.orders).toEqual([{ prices: [price('PAID')] }, { prices: [price('FREE'), price('PAID')] }])
    expect(banner.disclosure.text).toContain('(paid ones)')
    const player = gacha.aPlayerWith(150)
    const bought = (key: string) => gacha.pull(player, { bannerId, order: 'bought', key })
    const early = randomUUID()
    const refusal = await bought(early)
    expect(refusal).toEqual({
      __typename: 'InsufficientFunds',
      message: 'The pull costs 100 DIAMOND of the kind PAID, and the wallet holds 0 of it',
      currency: 'DIAMOND',
      kind: 'PAID',
      required: 100,
      available: 0,
    })
    gacha.users.deposit(player.userId, 250, 'DIAMOND', 'PAID')
    expect(await bought(early)).toEqual(refusal)
    const key = randomUUID()
    gacha.users.failNext('reserve-price', 'after')
    await expect(bought(key)).rejects.toThrow('answer was lost')
    expect(await bought(key)).toMatchObject({ __typename: 'Pull', currency: 'DIAMOND', cost: 100 })
    expect(left(player)).toEqual([150, 150])
    const either = () => gacha.pull(player, { bannerId, order: 'either', count: 2, expectedCost: 100 })
    expect(await either()).toMatchObject({ __typename: 'Pull' })
    expect(left(player)).toEqual([50, 150])
    expect(await either()).toMatchObject({ __typename: 'Pull' })
    expect(left(player)).toEqual([50, 50])
    expect(await either()).toMatchObject({ __typename: 'InsufficientFunds', kind: 'PAID', available: 50 })
    const recorded = await gacha.rows(
      `select status::text, price_kind::text as kind, count(*)::int as orders from pull where user_id = $1 group by 1, 2 order by 1, 2`,
      [player.userId],
    )
    expect(recorded).toEqual([
      { status: 'DRAWN', kind: 'FREE', orders: 1 },
      { status: 'DRAWN', kind: 'PAID', orders: 2 },
      { status: 'REFUSED', kind: 'PAID', orders: 2 },
    ])
    expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])
  })
})

it('passes the audit, which finds a kind of a price that was changed', async () => {
  const findings = async () => {
    const found = await createAuditPart('gacha', gacha.database).local()
    return found.filter(({ violations }) => violations > 0).map(({ title }) => title)
  }
  expect(await findings()).toEqual([])
  const damage = `update pull set price_kind = 'FREE' where order_name = 'bought' and status = 'DRAWN' returning 1`
  expect(await gacha.rows(damage)).not.toEqual([])
  expect(await findings()).toContain('Each pull of a model is one of its orders, at its price')
})
