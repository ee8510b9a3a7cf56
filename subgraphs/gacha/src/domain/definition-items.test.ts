import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { items } from '../../../../prisma/gacha/content/items.js'
import {
  aShardBanner,
  aTicketBanner,
  anUnownedBanner,
  heroes,
  modelDefinitionOf,
  shard,
  ticket,
} from '../../test/banner-model/banner-of-model.js'
import { checkItemsOf, otherItemsOf } from './definition-items.js'

const known = new Map(items.map(item => [item.id, item]))
const pathsOf = (input: unknown) => checkItemsOf(modelDefinitionOf(input), known).map(({ path }) => path)

describe('the items of a definition', () => {
  it('exist, those of tickets and shards included', () => {
    const withTicket = (id: string) => {
      const [order] = aTicketBanner().orders
      return aTicketBanner({ orders: [{ ...order, prices: [{ unit: { ticket: id }, amount: 1 }] }] })
    }
    const withShard = (item: string) => {
      const [first, ...rest] = aShardBanner().tiers
      const duplicates = [{ copies: [2, null], grant: { item, amount: 1 } }]
      return aShardBanner({ tiers: [{ ...first, duplicates }, ...rest] })
    }
    expect(pathsOf(withTicket(ticket))).toEqual([])
    expect(pathsOf(withTicket(randomUUID()))).toEqual(['orders[0].prices[0].unit.ticket'])
    expect(pathsOf(withShard(heroes.standard))).toEqual([])
    expect(pathsOf(withShard(randomUUID()))).toEqual(['tiers[0].duplicates[0].grant.item'])
    expect(otherItemsOf(modelDefinitionOf(aTicketBanner()))).toEqual([ticket])
    expect(otherItemsOf(modelDefinitionOf(aShardBanner()))).toEqual([shard])
  })

  it('can be used up where an order is paid with them, and cannot where a pool leaves owned ones out', () => {
    const [order] = aTicketBanner().orders
    const prices = [{ unit: { ticket: heroes.featured }, amount: 1 }]
    expect(pathsOf(aTicketBanner({ orders: [{ ...order, prices }] }))).toEqual(['orders[0].prices[0].unit.ticket'])
    const [heroTier, restTier] = anUnownedBanner().tiers
    const pools = [{ name: 'new', source: 'unowned', items: [{ id: heroes.featured }, { id: ticket }] }]
    expect(pathsOf(anUnownedBanner())).toEqual([])
    expect(pathsOf(anUnownedBanner({ tiers: [{ ...heroTier, pools }, restTier] }))).toEqual([
      'tiers[0].pools[0].items[1].id',
    ])
  })
})
