import type { Client } from './client.js'

/** Items of the seed that banners of these tests give. */
export interface BannerItems {
  readonly hero: Named
  readonly other: Named
  readonly sword: Named
  readonly stone: Named
  readonly ticket: Named
}

interface Named {
  readonly id: string
  readonly name: string
}

export async function bannerItemsOf(client: Client): Promise<BannerItems> {
  const { items } = await client.data<{ items: readonly (Named & { rarity: string; kind: string })[] }>(
    '{ items { id name rarity kind } }',
  )
  const find = (is: (item: (typeof items)[number]) => boolean): Named => {
    const found = items.find(is)
    if (found === undefined) throw new Error('Expected such an item in the seed')
    return found
  }
  const hero = find(({ rarity }) => rarity === 'ULTRA_RARE')
  const stone = find(({ rarity, kind }) => rarity === 'RARE' && kind !== 'CONSUMABLE')
  return {
    hero,
    other: find(({ rarity, id }) => rarity === 'ULTRA_RARE' && id !== hero.id),
    sword: find(({ rarity }) => rarity === 'SUPER_RARE'),
    stone,
    ticket: find(({ kind, id }) => kind === 'CONSUMABLE' && id !== stone.id),
  }
}

/** A banner by a model that draws items of the player's list, and a choice that is not on it as often. */
export const aWishedBanner = ({ hero, other, sword, stone }: BannerItems) => ({
  name: 'Court of wishes',
  opensAt: '2026-01-01T00:00:00Z',
  tiers: [
    {
      name: 'SSR',
      chance: [{ points: [[1, 80]] }],
      pools: [
        {
          name: 'wished',
          source: 'wished',
          chance: [
            {
              by: 'misses',
              points: [
                [1, 50],
                [2, 100],
              ],
            },
          ],
        },
        { name: 'others', source: 'unwished' },
      ],
    },
    { name: 'R', pools: [{ name: 'all', source: 'weights', items: [{ id: stone.id }] }] },
  ],
  counters: {
    misses: {
      max: 1,
      on: [
        ['SSR.wished', { set: 0 }],
        ['SSR', { add: 1 }],
      ],
    },
  },
  wishes: { choices: [hero, other, sword].map(({ id }) => ({ id })), count: [1, 2], resets: ['misses'] },
  orders: [{ name: 'five', draws: 5, prices: [{ unit: 'DIAMOND', amount: 450 }] }],
})

/**
 * A banner by a model with a part of every kind that its page shows: a pity and a coin, an item that the player
 * chooses, orders for tickets, for bought and for any diamonds, points for an exchange, a milestone that gives a
 * ticket.
 */
export const aModelBanner = (items: BannerItems, change: Record<string, unknown> = {}) => ({
  name: 'Ember Court',
  opensAt: '2026-01-01T00:00:00Z',
  tiers: [
    {
      name: 'SSR',
      chance: [
        {
          by: 'since',
          points: [
            [1, 5],
            [10, 100],
          ],
        },
      ],
      pools: [
        {
          name: 'wished',
          source: 'target',
          chance: [
            {
              by: 'lost',
              points: [
                [1, 50],
                [2, 100],
              ],
            },
          ],
        },
        { name: 'standard', source: 'weights', items: [{ id: items.other.id }] },
      ],
    },
    {
      name: 'SR',
      chance: [{ points: [[1, 20]] }],
      pools: [{ name: 'all', source: 'weights', items: [{ id: items.sword.id }] }],
    },
    { name: 'R', pools: [{ name: 'all', source: 'weights', items: [{ id: items.stone.id }] }] },
  ],
  counters: {
    since: {
      max: 9,
      on: [
        ['SSR', { set: 0 }],
        ['*', { add: 1 }],
      ],
    },
    lost: {
      max: 1,
      on: [
        ['SSR.wished', { set: 0 }],
        ['SSR', { set: 1 }],
      ],
    },
  },
  target: { choices: [items.hero.id, items.sword.id], change: 'free', resets: ['lost'] },
  orders: [
    {
      name: 'one',
      draws: 1,
      prices: [
        { unit: { ticket: items.ticket.id }, amount: 1 },
        { unit: 'DIAMOND', amount: 100 },
      ],
    },
    { name: 'five', draws: 5, prices: [{ unit: 'DIAMOND', kind: 'paid', amount: 450 }] },
  ],
  milestones: [{ name: 'first-steps', at: 5, counts: '*', give: { item: items.ticket.id } }],
  exchanges: [{ name: 'sparks', pointsPer: '*', cost: 5, choices: [items.hero.id, items.other.id] }],
  ...change,
})
